using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Batching;

/// <summary>A caller's side of a batch.</summary>
/// <param name="runner">Gathers the calls.</param>
internal sealed class BatchingCall(BatchingRunner runner) : ModelCall
{
    private readonly bool[] _written = new bool[runner.InputCount];
    private BatchRequest _request = runner.NewRequest();
    private bool _isRented;
    private bool _hasRun;

    /// <summary>Says that a caller has the call now.</summary>
    public void Rented() => _isRented = true;

    /// <inheritdoc/>
    public override Span<byte> WriteInput(int index, DType dtype, scoped ReadOnlySpan<nint> shape)
    {
        BatchTensor input = Reserve(index, dtype, shape);
        return input.Bytes;
    }

    /// <inheritdoc/>
    public override Span<ReadOnlyMemory<byte>> WriteStringInput(int index, scoped ReadOnlySpan<nint> shape)
    {
        BatchTensor input = Reserve(index, DType.String, shape);
        return input.Strings;
    }

    /// <inheritdoc/>
    public override void Run(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.CanBeCanceled)
        {
            RunAsync(cancellationToken).AsTask().GetAwaiter().GetResult();
            return;
        }

        RequireInputs();
        _hasRun = false;
        _request.BeginBlocking();
        runner.Enqueue(_request);
        _request.Wait();
        _hasRun = true;
    }

    /// <inheritdoc/>
    public override async ValueTask RunAsync(CancellationToken cancellationToken = default)
    {
        RequireInputs();
        cancellationToken.ThrowIfCancellationRequested();
        _hasRun = false;
        BatchRequest request = _request;
        Task end = request.BeginAsynchronous();
        runner.Enqueue(request);
        await WaitOrAbandon(request, end, cancellationToken).ConfigureAwait(false);
        _hasRun = true;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<nint> OutputShape(int index) => Output(index).Shape;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadOutput(int index, DType dtype) => Output(index, dtype).Bytes;

    /// <inheritdoc/>
    public override ReadOnlySpan<ReadOnlyMemory<byte>> ReadStringOutput(int index) => Output(index, DType.String).Strings;

    /// <inheritdoc/>
    protected override void Return()
    {
        if (!_isRented)
        {
            return;
        }

        _isRented = false;
        _hasRun = false;
        Array.Clear(_written);
        foreach (BatchTensor tensor in _request.Inputs)
        {
            tensor.Forget();
        }

        runner.Return(this);
    }

    private void RequireInputs()
    {
        if (Array.IndexOf(_written, false) is >= 0 and int missing)
        {
            string key = runner.InputKey(missing);
            throw new ModelArgumentException($"Signature '{runner.Signature.Key}', input '{key}': it was not written before the call was run.", key);
        }
    }

    private async Task WaitOrAbandon(BatchRequest request, Task end, CancellationToken cancellationToken)
    {
        try
        {
            await end.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A batch may be reading and writing the request's memory, which is left to it; this call goes on with memory of its own.
            runner.Abandon(request);
            _request = runner.NewRequest();
            Array.Clear(_written);
            throw;
        }
    }

    private BatchTensor Reserve(int index, DType dtype, ReadOnlySpan<nint> shape)
    {
        runner.Check(index, dtype, shape);
        BatchTensor input = _request.Inputs[index];
        input.Reserve(dtype, shape);
        _written[index] = true;
        return input;
    }

    private BatchTensor Output(int index) =>
        _hasRun ? _request.Outputs[index] : throw new InvalidOperationException("Outputs can be read after the call has run.");

    private BatchTensor Output(int index, DType dtype)
    {
        BatchTensor output = Output(index);
        return output.DType == dtype
            ? output
            : throw new ModelArgumentException($"Output {index} is {output.DType.Name()}, not {dtype.Name()}.");
    }
}
