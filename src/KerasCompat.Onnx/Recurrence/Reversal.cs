using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Ops;

namespace KerasCompat.Onnx.Recurrence;

/// <summary>Sequences that run backwards: ONNX reads them so by itself.</summary>
internal static class Reversal
{
    private const int Time = 0;

    /// <summary>Whether a sequence [time, ...] is another one backwards.</summary>
    public static bool IsReversed(OnnxValue sequence, out OnnxValue source)
    {
        source = sequence;
        if (sequence.Producer is not { OpType: "Slice", Inputs: [{ } whole, { } starts, { } ends, { } axes, { } steps] }
            || starts.Elements is not [{ IsKnown: true } start] || ends.Elements is not [{ IsKnown: true } end] || axes.Elements is not [var axis] || steps.Elements is not [var step])
        {
            return false;
        }

        bool fromLast = start.Value == -1 || (whole.Shape is [{ IsKnown: true } size, ..] && start.Value >= size.Value - 1);
        bool toFirst = end.Value <= -int.MaxValue || (whole.Shape is [{ IsKnown: true } length, ..] && end.Value < -length.Value);
        if (axis.Is(Time) && step.Is(-1) && fromLast && toFirst)
        {
            source = whole;
            return true;
        }

        return false;
    }

    public static OnnxValue Reverse(OpContext op, OnnxValue sequence) => op.Reversed(sequence, Time);
}
