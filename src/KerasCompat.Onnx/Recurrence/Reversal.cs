using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Ops;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>Sequences that run backwards: ONNX reads them so by itself.</summary>
internal static class Reversal
{
    private const int Time = 0;

    /// <summary>The sequence [time, ...] of which another one is the reverse; null when it is none's.</summary>
    public static OnnxValue? Source(OpContext op, OnnxValue sequence) => sequence.Producer switch
    {
        { OpType: "Slice" } slice when SequenceSimplification.ReversedAxis(slice.Inputs) == Time => slice.Inputs[0],
        { OpType: "Transpose", Inputs: [{ Producer: { OpType: "Slice" } slice }] } moved when moved.Attributes.Ints("perm") is { } perm
            && SequenceSimplification.ReversedAxis(slice.Inputs) == perm[Time] => op.Transpose(slice.Inputs[0]!, perm),
        _ => null,
    };

    public static OnnxValue Reverse(OpContext op, OnnxValue sequence) => op.Reversed(sequence, Time);
}
