using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.Sessions;

namespace KerasCompat.OnnxRuntime.Calls;

/// <summary>A call of a signature that is one ONNX model: the caller writes to and reads from the memory that ONNX Runtime is bound to.</summary>
internal sealed class BoundCall : EngineCall
{
    private readonly OnnxBinding _binding;
    private readonly int[] _inputs;
    private readonly BoundInput[] _bound;
    private readonly int[] _outputs;

    /// <summary>A call of a signature.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="call">Its only step.</param>
    public BoundCall(PreparedSignature signature, OnnxCall call)
        : base(signature)
    {
        _binding = call.Session.Bind();
        _inputs = Array.ConvertAll(signature.Inputs, input => Array.IndexOf(call.Inputs, input.Slot));
        _bound = Array.ConvertAll(_inputs, _binding.Input);
        _outputs = Array.ConvertAll(signature.Outputs, output => Array.IndexOf(call.Outputs, output.Slot));
        foreach ((int slot, HostTensor value) in signature.Defaults)
        {
            value.Bytes.CopyTo(_binding.WriteInput(Array.IndexOf(call.Inputs, slot), value.Shape));
        }
    }

    /// <summary>Whether a signature can be called this way: one ONNX model that reads and writes what the caller does and nothing else.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="steps">Its steps.</param>
    public static bool Fits(PreparedSignature signature, CompiledStep[] steps) =>
        steps is [OnnxCall call]
        && AreDistinct(call.Inputs)
        && call.Inputs.Length == signature.Inputs.Length + signature.Defaults.Length
        && Array.TrueForAll(signature.Inputs, input => Array.IndexOf(call.Inputs, input.Slot) >= 0)
        && Array.TrueForAll(signature.Defaults, input => Array.IndexOf(call.Inputs, input.Slot) >= 0 && !input.Value.IsString)
        && Array.TrueForAll(signature.Outputs, output => Array.IndexOf(call.Outputs, output.Slot) >= 0);

    private static bool AreDistinct(int[] slots)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            if (Array.IndexOf(slots, slots[i]) != i)
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override Span<byte> WriteInput(int index, DType dtype, scoped ReadOnlySpan<nint> shape)
    {
        // What was given last time has been checked, and there is room for it.
        BoundInput input = _bound[index];
        if (dtype != input.DType || !input.HasShape(shape))
        {
            Check(index, dtype, shape);
            _binding.WriteInput(_inputs[index], shape);
        }

        Written(index);
        return input.Bytes;
    }

    /// <inheritdoc/>
    public override Span<ReadOnlyMemory<byte>> WriteStringInput(int index, scoped ReadOnlySpan<nint> shape)
    {
        Check(index, DType.String, shape);
        Written(index);
        return _binding.WriteStringInput(_inputs[index], shape);
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<nint> OutputShape(int index)
    {
        RequireRun();
        return _binding.Output(_outputs[index]).Shape;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ReadOutput(int index, DType dtype)
    {
        CheckOutput(index, dtype);
        return _binding.Output(_outputs[index]).Bytes;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<ReadOnlyMemory<byte>> ReadStringOutput(int index)
    {
        CheckOutput(index, DType.String);
        return _binding.Output(_outputs[index]).Strings;
    }

    /// <inheritdoc/>
    public override void Free() => _binding.Dispose();

    /// <inheritdoc/>
    protected override ReadOnlySpan<nint> InputShape(int index) => _bound[index].Shape;

    /// <inheritdoc/>
    protected override void Execute(CancellationToken cancellationToken) => _binding.Run(cancellationToken);

    /// <inheritdoc/>
    protected override void Forget() => _binding.Forget();
}
