using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.Sessions;

namespace KerasCompat.OnnxRuntime.Calls;

/// <summary>A call of a signature of any number of steps.</summary>
internal sealed class ProgramCall : EngineCall
{
    private readonly PreparedSignature _signature;
    private readonly ProgramFrame _frame;
    private readonly ReferenceCount _model;
    private readonly HostTensor?[] _inputs;

    /// <summary>A call of a signature.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="program">Its program.</param>
    /// <param name="model">What must stay open while the call exists.</param>
    public ProgramCall(PreparedSignature signature, ProgramRunner program, ReferenceCount model)
        : base(signature)
    {
        ObjectDisposedException.ThrowIf(!model.TryAdd(), typeof(OnnxModelEngine));
        _signature = signature;
        _model = model;
        _frame = new ProgramFrame(program, keepsTensors: true);
        _inputs = new HostTensor?[signature.Inputs.Length];
    }

    /// <inheritdoc/>
    public override Span<byte> WriteInput(int index, DType dtype, scoped ReadOnlySpan<nint> shape) => Place(index, dtype, shape).Bytes;

    /// <inheritdoc/>
    public override Span<ReadOnlyMemory<byte>> WriteStringInput(int index, scoped ReadOnlySpan<nint> shape) =>
        Place(index, DType.String, shape).Strings;

    /// <inheritdoc/>
    public override ReadOnlySpan<nint> OutputShape(int index)
    {
        RequireRun();
        return Output(index).Shape;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadOutput(int index, DType dtype)
    {
        CheckOutput(index, dtype);
        return Output(index).Bytes;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<ReadOnlyMemory<byte>> ReadStringOutput(int index)
    {
        CheckOutput(index, DType.String);
        return Output(index).Strings;
    }

    /// <inheritdoc/>
    public override void Free()
    {
        _frame.Free();
        _model.Release();
    }

    /// <inheritdoc/>
    protected override ReadOnlySpan<nint> InputShape(int index) => _inputs[index]!.Shape;

    /// <inheritdoc/>
    protected override void Execute(CancellationToken cancellationToken)
    {
        foreach ((int slot, HostTensor value) in _signature.Defaults)
        {
            _frame.Slots[slot] = value;
        }

        if (!_frame.Program.ChangesState)
        {
            _frame.Run(cancellationToken);
            return;
        }

        lock (_frame.Program.Resources.StateLock)
        {
            _frame.Run(cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override void Forget()
    {
        foreach (HostTensor? input in _inputs)
        {
            input?.Strings.Clear();
        }

        _frame.Forget();
    }

    private HostTensor Place(int index, DType dtype, ReadOnlySpan<nint> shape)
    {
        Check(index, dtype, shape);
        Written(index);
        HostTensor? tensor = _inputs[index];
        if (tensor is null || !tensor.Shape.SequenceEqual(shape))
        {
            _inputs[index] = tensor = HostTensor.Allocate(dtype, shape);
        }

        _frame.Slots[_signature.Inputs[index].Slot] = tensor;
        return tensor;
    }

    private HostTensor Output(int index) => _frame.Slots[_signature.Outputs[index].Slot]!;
}
