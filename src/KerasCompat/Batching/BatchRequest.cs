using System.Runtime.ExceptionServices;

namespace KerasCompat.Batching;

/// <summary>One call on its way through a batch: its inputs, its outputs, and who waits for them.</summary>
internal sealed class BatchRequest
{
    private readonly object _ending = new();
    private TaskCompletionSource? _completion;
    private Exception? _error;
    private bool _hasEnded;

    /// <summary>An empty request.</summary>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    public BatchRequest(int inputs, int outputs)
    {
        Inputs = [.. Enumerable.Range(0, inputs).Select(_ => new BatchTensor())];
        Outputs = [.. Enumerable.Range(0, outputs).Select(_ => new BatchTensor())];
        Place = new LinkedListNode<BatchRequest>(this);
    }

    /// <summary>What the caller wrote.</summary>
    public BatchTensor[] Inputs { get; }

    /// <summary>What the caller will read.</summary>
    public BatchTensor[] Outputs { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => Inputs[0].Rows;

    /// <summary>Its place in the queue.</summary>
    public LinkedListNode<BatchRequest> Place { get; }

    /// <summary>Whether it can be a batch together with another: equal types and inner shapes, and as many rows in every input.</summary>
    /// <param name="other">The other request.</param>
    public bool Fits(BatchRequest other)
    {
        for (int i = 0; i < Inputs.Length; i++)
        {
            if (!Inputs[i].StacksOn(other.Inputs[i]) || Inputs[i].Rows != Rows || other.Inputs[i].Rows != other.Rows)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes it ready for a run whose end a task tells. Its continuations do not run on the thread that runs the batches.</summary>
    public Task BeginAsynchronous()
    {
        _completion = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _completion.Task;
    }

    /// <summary>Makes it ready for a run for whose end a thread waits in <see cref="Wait"/>.</summary>
    public void BeginBlocking()
    {
        _completion = null;
        _error = null;
        _hasEnded = false;
    }

    /// <summary>Waits for the end of a run. The thread is woken by the one that runs the batches, without a thread of the pool between them.</summary>
    public void Wait()
    {
        lock (_ending)
        {
            while (!_hasEnded)
            {
                Monitor.Wait(_ending);
            }
        }

        if (_error is not null)
        {
            ExceptionDispatchInfo.Throw(_error);
        }
    }

    /// <summary>Ends the run.</summary>
    /// <param name="error">Why it failed; null when the outputs are there.</param>
    public void End(Exception? error)
    {
        if (_completion is { } completion)
        {
            _ = error is null ? completion.TrySetResult() : completion.TrySetException(error);
            return;
        }

        lock (_ending)
        {
            _error = error;
            _hasEnded = true;
            Monitor.Pulse(_ending);
        }
    }
}
