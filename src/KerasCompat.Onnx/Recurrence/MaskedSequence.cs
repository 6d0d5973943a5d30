using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Ops;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>
/// Sequences of which a mask leaves out steps, at any place. A recurrent layer holds its state over a step that is left out, so the others
/// are moved to the front, in their order, ONNX is told how many they are, and what it returns is moved back.
/// </summary>
internal sealed class MaskedSequence
{
    private readonly OpContext _op;
    private readonly OnnxValue _mask;
    private readonly OnnxValue _seen;
    private readonly OnnxValue _place;

    /// <param name="op">The loop's node.</param>
    /// <param name="mask">True where a step counts: [time, batch] or [time, batch, 1].</param>
    public MaskedSequence(OpContext op, OnnxValue mask)
    {
        _op = op;
        _mask = op.Rank(mask) == 3 ? mask : op.Unsqueeze(mask, 2);
        OnnxValue kept = op.Cast(_mask, DType.Int64), left = op.Sub(op.Long(1), kept);
        _seen = Running(kept);
        OnnxValue count = op.Reduce("ReduceSum", kept, [0], keepDims: true);
        OnnxValue behind = op.Sub(op.Add(count, Running(left)), op.Long(1));
        _place = op.Where(_mask, op.Sub(_seen, op.Long(1)), behind);
        Lengths = op.Cast(op.Reshape(count, -1), DType.Int32);
        Any = op.Emit("Greater", op.Squeeze(count, 0), op.Long(0));
    }

    /// <summary>The number of steps that count in each sequence, 32-bit.</summary>
    public OnnxValue Lengths { get; }

    /// <summary>Whether a sequence has a step that counts [batch, 1].</summary>
    public OnnxValue Any { get; }

    /// <summary>A sequence [time, batch, features] with the steps that count in front.</summary>
    public OnnxValue Pack(OnnxValue sequence) =>
        _op.Emit("ScatterElements", new OnnxAttributes { ["axis"] = 0L }, sequence, Expanded(_place, sequence), sequence);

    /// <summary>For each step what was returned for the last that counted, up to it; <paramref name="before"/> where none did yet.</summary>
    public OnnxValue Unpack(OnnxValue returned, OnnxValue before)
    {
        OnnxValue last = _op.Emit("Max", _op.Sub(_seen, _op.Long(1)), _op.Long(0));
        OnnxValue held = _op.Emit("GatherElements", new OnnxAttributes { ["axis"] = 0L }, returned, Expanded(last, returned));
        return _op.Where(_op.Emit("Greater", _seen, _op.Long(0)), held, before);
    }

    /// <summary>A sequence with something else where a step does not count.</summary>
    public OnnxValue Masked(OnnxValue sequence, OnnxValue instead) => _op.Where(_mask, sequence, instead);

    private OnnxValue Running(OnnxValue counts) => _op.Emit("CumSum", counts, _op.Long(0));

    private OnnxValue Expanded(OnnxValue indices, OnnxValue like) => _op.Expand(indices, _op.Shape(like));
}
