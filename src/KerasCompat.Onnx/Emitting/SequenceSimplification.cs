using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// What recurrent layers leave behind that need not be written: dimensions added and dropped, sequences reversed twice, rows that are looked up and
/// put in another order when their numbers can be.
/// </summary>
internal static class SequenceSimplification
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node) => node.OpType switch
    {
        "Unsqueeze" => Readded(node, "Squeeze"),
        "Squeeze" => Readded(node, "Unsqueeze"),
        "Gather" => Only(scope, node),
        "Slice" => ReversedTwice(scope, node),
        "Transpose" => LookedUp(scope, node),
        _ => null,
    };

    /// <summary>A dimension that was dropped and is added again, or the other way round.</summary>
    private static OnnxValue? Readded(InferredNode node, string before) =>
        node.Input(0).Producer is { } first && first.OpType == before && first.Inputs is [{ Rank: { } rank } source, { } firstAxes]
        && firstAxes.Elements is [{ IsKnown: true } a] && node.Known(1) is [var b] && Axis(a.Value, before == "Squeeze" ? rank : rank + 1) == Axis(b, before == "Squeeze" ? rank : rank + 1)
            ? source
            : null;

    /// <summary>The only element along a dimension of size 1.</summary>
    private static OnnxValue? Only(OnnxScope scope, InferredNode node)
    {
        if (node.Input(0).Shape is not { } shape || node.Input(1) is not { Rank: 0, Elements: [{ IsKnown: true, Value: 0 or -1 }] })
        {
            return null;
        }

        long axis = Axis(node.Attributes.Int("axis", 0), shape.Length);
        return shape[axis].Is(1) ? scope.Node("Squeeze", [node.Input(0), scope.Longs(axis)]) : null;
    }

    /// <summary>Rows of a table, put in another order.</summary>
    private static OnnxValue? LookedUp(OnnxScope scope, InferredNode node)
    {
        if (node.Input(0).Producer is not { OpType: "Gather", Inputs: [{ Rank: { } tableRank } table, { Rank: { } rank } numbers] } lookup
            || node.Attributes.Ints("perm") is not { } perm || lookup.Attributes.Int("axis", 0) is not 0 || perm.Length != rank + tableRank - 1)
        {
            return null;
        }

        for (int i = rank; i < perm.Length; i++)
        {
            if (perm[i] != i)
            {
                return null;
            }
        }

        OnnxValue ordered = scope.Node("Transpose", [numbers], new OnnxAttributes { ["perm"] = perm[..rank] });
        return scope.Node("Gather", [table, ordered], new OnnxAttributes { ["axis"] = 0L });
    }

    private static OnnxValue? ReversedTwice(OnnxScope scope, InferredNode node)
    {
        if (ReversedAxis(node.Inputs) is not { } axis)
        {
            return null;
        }

        return node.Input(0).Producer switch
        {
            { OpType: "Slice" } before when ReversedAxis(before.Inputs) == axis => before.Inputs[0],
            { OpType: "Transpose", Inputs: [{ Producer: { OpType: "Slice" } inner }] } moved when moved.Attributes.Ints("perm") is { } perm
                && ReversedAxis(inner.Inputs) == perm[axis] => scope.Node("Transpose", [inner.Inputs[0]], moved.Attributes),
            _ => null,
        };
    }

    /// <summary>The axis along which a slice takes all elements, the last one first; null where it does something else.</summary>
    internal static long? ReversedAxis(OnnxValue?[] slice)
    {
        if (slice is not [{ Rank: { } rank } whole, { Elements: [{ IsKnown: true } start] }, { Elements: [{ IsKnown: true } end] }, { Elements: [{ IsKnown: true } axis] }, { Elements: [var step] }]
            || !step.Is(-1))
        {
            return null;
        }

        long at = Axis(axis.Value, rank);
        Dim size = whole.Shape![at];
        bool fromLast = start.Value == -1 || (size.IsKnown && start.Value >= size.Value - 1);
        bool toFirst = end.Value <= -int.MaxValue || (size.IsKnown && end.Value < -size.Value);
        return fromLast && toFirst ? at : null;
    }

    private static long Axis(long axis, int rank) => axis < 0 ? axis + rank : axis;
}
