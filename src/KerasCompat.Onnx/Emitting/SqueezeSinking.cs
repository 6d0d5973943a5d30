using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// Keras computes one-dimensional convolutions and pools as two-dimensional ones between Unsqueeze and Squeeze. What follows is written before
/// the Squeeze, so that it meets the next Unsqueeze and both vanish.
/// </summary>
internal static class SqueezeSinking
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.OpType == "Unsqueeze")
        {
            return Undo(scope, node);
        }

        if (TransposeSinking.IsUnary(node.OpType))
        {
            return Squeezed(node.Input(0)) is { } one ? Squeeze(scope, scope.Node(node.OpType, [one.Source, .. node.Inputs.AsSpan(1)], node.Attributes), one.Axis) : null;
        }

        return TransposeSinking.IsBinary(node.OpType) && node.Inputs.Length == 2 ? SinkBinary(scope, node) : null;
    }

    private static OnnxValue? SinkBinary(OnnxScope scope, InferredNode node)
    {
        (OnnxValue Source, int Axis)? left = Squeezed(node.Input(0)), right = Squeezed(node.Input(1));
        if (left is { } a && right is { } b)
        {
            return a.Axis == b.Axis && a.Source.Rank == b.Source.Rank ? Squeeze(scope, scope.Node(node.OpType, [a.Source, b.Source], node.Attributes), a.Axis) : null;
        }

        if ((left ?? right) is not { } one || node.Input(left is null ? 0 : 1) is not { Rank: { } rank } rest || rank > one.Source.Rank - 1 - one.Axis)
        {
            return null;
        }

        // The other operand ends behind the squeezed dimension, so it broadcasts in the same way with and without it.
        OnnxValue[] inputs = left is null ? [rest, one.Source] : [one.Source, rest];
        return Squeeze(scope, scope.Node(node.OpType, inputs, node.Attributes), one.Axis);
    }

    /// <summary>A dimension of one that leaves at one place and comes back at another has moved.</summary>
    private static OnnxValue? Undo(OnnxScope scope, InferredNode node)
    {
        if (Squeezed(node.Input(0)) is not { } one || node.Known(1) is not [var target] || one.Source.Rank is not { } rank)
        {
            return null;
        }

        target = target < 0 ? target + rank : target;
        if (target == one.Axis)
        {
            return one.Source;
        }

        List<long> perm = [.. Enumerable.Range(0, rank).Where(i => i != one.Axis).Select(i => (long)i)];
        perm.Insert((int)target, one.Axis);
        return scope.Node("Transpose", [one.Source], new OnnxAttributes { ["perm"] = perm.ToArray() });
    }

    private static (OnnxValue Source, int Axis)? Squeezed(OnnxValue value)
    {
        if (value.Producer is not { OpType: "Squeeze", Inputs: [{ Rank: { } rank } source, { Elements: [{ IsKnown: true } axis] }] } || rank < 3)
        {
            return null;
        }

        int position = (int)(axis.Value < 0 ? axis.Value + rank : axis.Value);
        return source.Shape![position].Is(1) ? (source, position) : null;
    }

    private static OnnxValue Squeeze(OnnxScope scope, OnnxValue value, int axis) =>
        scope.Node("Squeeze", [value, scope.Longs(axis)]);
}
