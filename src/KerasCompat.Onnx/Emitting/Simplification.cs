using KerasCompat.Contracts;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// Nodes that need not be written because their result is there already: casts to the same type, reshapes to the same shape, slices of
/// everything, transposes that undo each other.
/// </summary>
internal static class Simplification
{
    /// <summary>What several nodes become together, in the order in which it is tried.</summary>
    private static readonly Func<OnnxScope, InferredNode, OnnxValue?>[] Fusions =
    [
        AttentionFusion.Apply,
        GeluFusion.Apply,
        HardSwishFusion.Apply,
        NormalizationFusion.Apply,
        DenseFusion.Apply,
        PadFolding.Apply,
        InterleavedConvolution.Apply,
        SqueezeSinking.Apply,
        FlattenSinking.Apply,
        SequenceSimplification.Apply,
        FillSimplification.Apply,
        ShapeSinking.Apply,
        TransposeSinking.Apply,
    ];

    public static OnnxValue[]? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.Domain.Length != 0 || node.Outputs.Length != 1 || node.InputOrNull(0) is not { } input)
        {
            return null;
        }

        OnnxValue? result = node.OpType switch
        {
            "Identity" => input,
            "Cast" => Cast(scope, node, input),
            "Concat" or "Max" or "Min" or "Sum" when node.Inputs.Length == 1 => input,
            "Reshape" => Reshape(scope, node, input),
            "Transpose" => Transpose(scope, node, input),
            "Expand" => Expand(node, input),
            "Tile" when node.Known(1) is { } repeats && Array.TrueForAll(repeats, r => r == 1) => input,
            "Pad" when node.Known(1) is { } pads && Array.TrueForAll(pads, p => p == 0) => input,
            "Squeeze" or "Unsqueeze" when node.Known(1) is { Length: 0 } => input,
            "Slice" => Slice(node, input),
            "Mul" when IsOne(node.Input(1), input) => input,
            "Div" when IsOne(node.Input(1), input) => input,
            _ => null,
        };
        for (int i = 0; i < Fusions.Length && result is null; i++)
        {
            result = Fusions[i](scope, node);
        }

        return result is null ? null : [result];
    }

    private static OnnxValue? Cast(OnnxScope scope, InferredNode node, OnnxValue input)
    {
        if ((long)input.DType.ToOnnx() == node.Attributes.Int("to", 0))
        {
            return input;
        }

        // A cast that only widened before can be skipped: int32 -> int64 -> int32.
        return input.Producer is { OpType: "Cast" } before && before.Inputs[0] is { DType: DType.Int32 } source
            && input.DType == DType.Int64 && node.Attributes.Int("to", 0) == (long)DType.Int32.ToOnnx()
            ? source
            : null;
    }

    private static OnnxValue? Reshape(OnnxScope scope, InferredNode node, OnnxValue input)
    {
        if (node.Input(1).Elements is not { } target)
        {
            return null;
        }

        bool allowZero = node.Attributes.Int("allowzero", 0) != 0;
        Dim[] shape = Shapes.Reshape(input.Shape, target, allowZero);
        if (input.Shape is { } own && own.AsSpan().SequenceEqual(shape))
        {
            return input;
        }

        // What only relabels the elements before it need not come first.
        bool isFree = input.Producer is { OpType: "Reshape" or "Unsqueeze" or "Squeeze" }
            || (input.Producer is { OpType: "Transpose" } transpose && transpose.Attributes.Ints("perm") is { } perm && MovesOnlyOnes(transpose.Inputs[0]!.Shape, perm));
        OnnxValue source = isFree ? input.Producer!.Inputs[0]! : input;
        return Literal(source.Shape, shape, Array.Exists(target, d => d.Is(-1))) is { } literal
            && (isFree || node.Input(1).Constant is not { } given || !Constants.ToIntegers(given).AsSpan().SequenceEqual(literal))
                ? scope.Node("Reshape", [source, scope.Longs(literal)])
                : null;
    }

    /// <summary>
    /// A shape as a constant: an unknown size is written 0 where it is that of the input at the same place, which keeps it known to ONNX Runtime's
    /// own inference, and one other -1. Null where that does not say all of them.
    /// </summary>
    private static long[]? Literal(Dim[]? input, Dim[] shape, bool isInferred)
    {
        if (Array.Exists(shape, d => d.Is(0)))
        {
            return null;
        }

        var literal = new long[shape.Length];
        int open = 0;
        for (int i = 0; i < shape.Length; i++)
        {
            bool same = input is not null && i < input.Length && input[i] == shape[i];
            literal[i] = shape[i].IsKnown ? shape[i].Value : same ? 0 : -1;
            open += literal[i] == -1 ? 1 : 0;
        }

        // Beside a size that turns out to be 0, -1 cannot be inferred; then it must have been the model that wrote it.
        return open == 0 || (open == 1 && (isInferred || !Array.Exists(literal, d => d == 0))) ? literal : null;
    }

    private static OnnxValue? Transpose(OnnxScope scope, InferredNode node, OnnxValue input)
    {
        if (node.Attributes.Ints("perm") is not { } perm)
        {
            return null;
        }

        if (IsIdentity(perm))
        {
            return input;
        }

        if (input.Producer is { OpType: "Transpose" } before && before.Attributes.Ints("perm") is { } first)
        {
            return scope.Node("Transpose", [before.Inputs[0]], new OnnxAttributes { ["perm"] = Array.ConvertAll(perm, p => first[p]) });
        }

        // What was reshaped just now is reshaped otherwise.
        if (input.Producer is { OpType: "Reshape" or "Unsqueeze" or "Squeeze" } && MovesOnlyOnes(input.Shape, perm)
            && Array.ConvertAll(perm, p => input.Shape![p]) is var moved && moved.Count(d => !d.IsKnown) <= 1 && !Array.Exists(moved, d => d.Is(0)))
        {
            return scope.Node("Reshape", [input, scope.Longs(Array.ConvertAll(moved, d => d.IsKnown ? d.Value : -1))]);
        }

        return null;
    }

    private static bool IsIdentity(long[] perm)
    {
        for (int i = 0; i < perm.Length; i++)
        {
            if (perm[i] != i)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the elements stay where they are in memory.</summary>
    internal static bool MovesOnlyOnes(Dim[]? shape, long[] perm)
    {
        long last = -1;
        foreach (long axis in perm)
        {
            if (shape is null || (!shape[axis].Is(1) && axis < last))
            {
                return false;
            }

            last = shape[axis].Is(1) ? last : axis;
        }

        return true;
    }

    private static OnnxValue? Expand(InferredNode node, OnnxValue input) =>
        input.Shape is { } shape && node.Input(1).Elements is { } target && Shapes.Broadcast(shape, target) is { } result
        && shape.AsSpan().SequenceEqual(result)
            ? input
            : null;

    private static OnnxValue? Slice(InferredNode node, OnnxValue input)
    {
        if (input.Shape is not { } shape || node.Known(1) is not { } starts || node.Input(2).Elements is not { } ends)
        {
            return null;
        }

        long[]? axes = node.InputOrNull(3) is null ? Axes.Range(0, starts.Length) : node.Known(3);
        long[]? steps = node.Known(4);
        if (axes is null || (steps is null && node.InputOrNull(4) is not null))
        {
            return null;
        }

        for (int i = 0; i < starts.Length; i++)
        {
            Dim size = shape[axes[i] < 0 ? axes[i] + shape.Length : axes[i]];
            bool whole = ends[i] == size || (ends[i].IsKnown && (ends[i].Value >= int.MaxValue || (size.IsKnown && ends[i].Value >= size.Value)));
            if (starts[i] != 0 || (steps is not null && steps[i] != 1) || !whole)
            {
                return null;
            }
        }

        return input;
    }

    /// <summary>Whether a factor is a constant 1 that cannot change the other's shape.</summary>
    private static bool IsOne(OnnxValue factor, OnnxValue other) =>
        factor.Constant is { ElementCount: 1 } constant && factor.Rank <= (other.Rank ?? 0) && !factor.DType.IsComplex()
        && factor.DType is not DType.String && Constants.ToFloats(constant)[0] == 1.0;
}
