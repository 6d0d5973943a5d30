using System.Diagnostics;
using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Batching;

/// <summary>
/// Gathers the calls of one signature and runs them. A batch is run in a work item of the thread pool, where its asynchronous callers then go on
/// without waking another thread; or by a caller that would otherwise block, so that blocked threads of the pool cannot keep it from running.
/// </summary>
internal sealed class BatchingRunner : SignatureRunner, IThreadPoolWorkItem, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(20);

    private readonly BatchRunner _batches;
    private readonly TensorContract[] _inputs;
    private readonly long[][] _dimensions;
    private readonly int _outputCount;
    private readonly BatchingOptions _options;
    private readonly BatchQueue _queue;
    private readonly CallPool<BatchingCall> _idle = new();
    private readonly LoneCalls _loneCalls = new();

    /// <summary>Starts to gather.</summary>
    /// <param name="runner">Runs the batches.</param>
    /// <param name="inputs">The inputs, at their positions.</param>
    /// <param name="outputs">The outputs, at their positions.</param>
    /// <param name="options">How calls are gathered.</param>
    public BatchingRunner(SignatureRunner runner, TensorContract[] inputs, TensorContract[] outputs, BatchingOptions options)
    {
        Signature = runner.Signature;
        _batches = new BatchRunner(runner, outputs);
        _inputs = inputs;
        _dimensions = Array.ConvertAll(inputs, input => input.Shape.Dimensions.ToArray());
        _outputCount = outputs.Length;
        _options = options;
        _queue = new BatchQueue(options, CallRunner);
    }

    /// <inheritdoc/>
    public override SignatureContract Signature { get; }

    /// <summary>The number of inputs.</summary>
    public int InputCount => _inputs.Length;

    /// <inheritdoc/>
    public override ModelCall Rent()
    {
        BatchingCall call = _idle.TryTake() ?? new BatchingCall(this);
        call.Rented();
        return call;
    }

    /// <summary>Takes a call back.</summary>
    /// <param name="call">The call.</param>
    public void Return(BatchingCall call) => _idle.Return(call);

    /// <summary>A request of this signature.</summary>
    public BatchRequest NewRequest() => new(_queue, InputCount, _outputCount);

    /// <summary>Says that a caller has read what he wanted.</summary>
    /// <param name="request">His request.</param>
    public void Leave(BatchRequest request) => _queue.Leave(request);

    /// <summary>Checks a tensor before it can spoil a batch.</summary>
    /// <param name="index">The position of the input.</param>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape.</param>
    /// <exception cref="ModelArgumentException">The signature wants another type or shape.</exception>
    public void Check(int index, DType dtype, ReadOnlySpan<nint> shape)
    {
        TensorContract input = _inputs[index];
        bool fits = dtype == input.DType && shape.Length == input.Shape.Rank;
        for (int i = 0; fits && i < shape.Length; i++)
        {
            fits = shape[i] >= 0 && (_dimensions[index][i] < 0 || _dimensions[index][i] == shape[i]);
        }

        if (!fits)
        {
            throw new ModelArgumentException(
                $"Signature '{Signature.Key}', input '{input.Key}': expected {input.DType.Name()}{input.Shape}, given {dtype.Name()}{ShapeText.Write(shape)}.",
                input.Key);
        }
    }

    /// <summary>The key of an input.</summary>
    /// <param name="index">Its position.</param>
    public string InputKey(int index) => _inputs[index].Key;

    /// <summary>Runs a request while its caller waits.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public void Run(BatchRequest request, CancellationToken cancellationToken)
    {
        request.BeginBlocking(cancellationToken);
        if (_loneCalls.AreTimed)
        {
            long start = Stopwatch.GetTimestamp();
            RunAlone(request);
            _loneCalls.Took(Stopwatch.GetElapsedTime(start));
        }
        else if (_loneCalls.Pay)
        {
            RunAlone(request);
        }
        else
        {
            RunGathered(request);
        }

        request.ThrowIfFailed();
    }

    /// <summary>Runs a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Ends when the outputs are there.</returns>
    public ValueTask RunAsync(BatchRequest request, CancellationToken cancellationToken)
    {
        ValueTask end = request.BeginAsynchronous(cancellationToken);
        if (_queue.Add(request))
        {
            CallRunner();
        }

        return end;
    }

    /// <summary>Takes no more calls.</summary>
    public void Dispose() => _queue.Dispose();

    void IThreadPoolWorkItem.Execute() => RunBatch();

    // Not preferred to other work of the thread: callers that go on come first, and their next calls are in the batch.
    private void CallRunner() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private void RunBatch()
    {
        if (_queue.Take(out bool isNextDue) is not { } batch)
        {
            return;
        }

        if (isNextDue)
        {
            CallRunner();
        }

        RunEach(batch);
        if (_queue.End(batch))
        {
            CallRunner();
        }
    }

    private void RunGathered(BatchRequest request)
    {
        if (_queue.Add(request))
        {
            RunBatch();
        }

        // After the delay a thread of the pool takes the batch. Who waits much longer finds that the pool has none, or that another batch is run.
        TimeSpan patience = _options.MaxDelay + Patience;
        while (!request.Wait(patience))
        {
            RunBatch();
            patience *= 2;
        }
    }

    private void RunEach(List<BatchRequest> batch)
    {
        if (_batches.TryRun(CollectionsMarshal.AsSpan(batch)) is not { } failure)
        {
            return;
        }

        if (batch.Count == 1)
        {
            batch[0].End(failure);
            return;
        }

        // One caller's values may have failed all: alone, each gets its own result or its own error.
        foreach (BatchRequest request in batch)
        {
            RunAlone(request);
        }
    }

    private void RunAlone(BatchRequest request)
    {
        if (_batches.TryRun([request]) is { } failure)
        {
            request.End(failure);
        }
    }
}
