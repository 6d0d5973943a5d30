using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace KerasCompat.Batching;

/// <summary>
/// One call on its way through a batch: its inputs, its outputs, and who waits for them, asynchronously or blocked. An asynchronous caller goes
/// on in a work item of the thread pool, which is this object: nothing is allocated for it.
/// </summary>
internal sealed class BatchRequest : IValueTaskSource, IThreadPoolWorkItem
{
    private const int Idle = 0, Waiting = 1, Ended = 2, Abandoned = 3;

    private readonly BatchQueue _queue;
    private readonly object _ending = new();
    private ManualResetValueTaskSourceCore<bool> _source;
    private CancellationTokenRegistration _registration;
    private Exception? _error;
    private bool _isBlocking;
    private int _isDecided;
    private int _state;

    /// <summary>An empty request.</summary>
    /// <param name="queue">Where it will wait.</param>
    /// <param name="inputs">The number of inputs.</param>
    /// <param name="outputs">The number of outputs.</param>
    public BatchRequest(BatchQueue queue, int inputs, int outputs)
    {
        _queue = queue;
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

    /// <summary>Whether the queue counts it among the calls that are under way.</summary>
    public bool IsUnderWay { get; set; }

    /// <summary>Whether the outputs are there.</summary>
    public bool HasOutputs => _state == Ended && _error is null;

    /// <summary>Whether a batch may read and write its memory, also when its caller has cancelled.</summary>
    public bool IsInUse => _state is Waiting or Abandoned;

    /// <summary>Whether it can be a batch together with another: equal types and inner shapes, and as many rows in every input.</summary>
    /// <param name="other">The other request.</param>
    public bool Fits(BatchRequest other)
    {
        int rows = Rows, others = other.Rows;
        for (int i = 0; i < Inputs.Length; i++)
        {
            if (!Inputs[i].StacksOn(other.Inputs[i]) || Inputs[i].Rows != rows || other.Inputs[i].Rows != others)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Makes it ready for a run whose end the caller awaits.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask BeginAsynchronous(CancellationToken cancellationToken)
    {
        _source.Reset();
        Begin(isBlocking: false, cancellationToken);
        return new ValueTask(this, _source.Version);
    }

    /// <summary>Makes it ready for a run for whose end a thread waits in <see cref="Wait"/>.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public void BeginBlocking(CancellationToken cancellationToken) => Begin(isBlocking: true, cancellationToken);

    /// <summary>Waits for the end of a run.</summary>
    /// <param name="patience">How long at most.</param>
    /// <returns>Whether it has ended.</returns>
    public bool Wait(TimeSpan patience)
    {
        lock (_ending)
        {
            if (_state == Waiting)
            {
                Monitor.Wait(_ending, patience);
            }

            return _state != Waiting;
        }
    }

    /// <summary>Throws what ended the run, where it failed or was cancelled.</summary>
    public void ThrowIfFailed()
    {
        if (_error is not null)
        {
            ExceptionDispatchInfo.Throw(_error);
        }
    }

    /// <summary>Ends the run, unless the caller has cancelled.</summary>
    /// <param name="error">Why it failed; null when the outputs are there.</param>
    public void End(Exception? error)
    {
        if (TryDecide(Ended, error))
        {
            WakeCaller();
        }
    }

    /// <summary>Forgets the run, and the caller's strings.</summary>
    public void Forget()
    {
        _registration.Dispose();
        _state = Idle;
        foreach (BatchTensor input in Inputs)
        {
            input.Forget();
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_error is null)
        {
            _source.SetResult(true);
        }
        else
        {
            _source.SetException(_error);
        }
    }

    void IValueTaskSource.GetResult(short token) => _source.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    private void Begin(bool isBlocking, CancellationToken cancellationToken)
    {
        // Waits for a cancellation of the run before that is just under way, so that it cannot meet this one.
        _registration.Dispose();
        _isBlocking = isBlocking;
        _error = null;
        _state = Waiting;
        Volatile.Write(ref _isDecided, 0);
        _registration = cancellationToken.UnsafeRegister(static (request, token) => ((BatchRequest)request!).Abandon(token), this);
    }

    private void Abandon(CancellationToken cancellationToken)
    {
        if (TryDecide(Abandoned, new OperationCanceledException(cancellationToken)))
        {
            _queue.Remove(this);
            WakeCaller();
        }
    }

    // The end of the batch and the caller's cancellation may come together: one of them counts.
    private bool TryDecide(int state, Exception? error)
    {
        if (Interlocked.Exchange(ref _isDecided, 1) != 0)
        {
            return false;
        }

        _error = error;
        Volatile.Write(ref _state, state);
        return true;
    }

    private void WakeCaller()
    {
        if (!_isBlocking)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
            return;
        }

        lock (_ending)
        {
            Monitor.Pulse(_ending);
        }
    }
}
