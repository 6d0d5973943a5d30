using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Batching;

/// <summary>A caller's side of a batch.</summary>
/// <param name="runner">Gathers the calls.</param>
internal sealed class BatchingCall(BatchingRunner runner) : ModelCall, IPooled
{
    private readonly bool[] _written = new bool[runner.InputCount];
    private BatchRequest _request = runner.NewRequest();
    private bool _isRented;

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
        RequireInputs();
        cancellationToken.ThrowIfCancellationRequested();
        runner.Run(_request, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask RunAsync(CancellationToken cancellationToken = default)
    {
        RequireInputs();
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : runner.RunAsync(_request, cancellationToken);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<nint> OutputShape(int index) => Output(index).Shape;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadOutput(int index, DType dtype) => Output(index, dtype).Bytes;

    /// <inheritdoc/>
    public override ReadOnlySpan<ReadOnlyMemory<byte>> ReadStringOutput(int index) => Output(index, DType.String).Strings;

    void IPooled.Free()
    {
        // Its memory is the garbage collector's.
    }

    /// <inheritdoc/>
    protected override void Return()
    {
        if (!_isRented)
        {
            return;
        }

        _isRented = false;
        ForgetRun();
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

    private void ForgetRun()
    {
        Array.Clear(_written);
        runner.Leave(_request);
        if (_request.IsInUse)
        {
            // The memory is left to the batch; this call goes on with memory of its own.
            _request = runner.NewRequest();
        }
        else
        {
            _request.Forget();
        }
    }

    private BatchTensor Reserve(int index, DType dtype, ReadOnlySpan<nint> shape)
    {
        runner.Check(index, dtype, shape);
        if (_request.IsInUse)
        {
            ForgetRun();
        }

        BatchTensor input = _request.Inputs[index];
        input.Reserve(dtype, shape);
        _written[index] = true;
        return input;
    }

    private BatchTensor Output(int index) =>
        _request.HasOutputs ? _request.Outputs[index] : throw new InvalidOperationException("Outputs can be read after the call has run.");

    private BatchTensor Output(int index, DType dtype)
    {
        BatchTensor output = Output(index);
        return output.DType == dtype
            ? output
            : throw new ModelArgumentException($"Output {index} is {output.DType.Name()}, not {dtype.Name()}.");
    }
}
