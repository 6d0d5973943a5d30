using KerasCompat.Contracts;
using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// Multi-head attention - softmax(Q Kᵀ scale + mask) V of heads that were split off the last dimension and are joined again - as the one node
/// that ONNX Runtime has for it (onnxruntime/docs/ContribOperators.md, com.microsoft.MultiHeadAttention). It takes queries, keys and values with
/// their heads side by side, so the transposes go, and their biases and the scale. Where a value attends to itself (<see cref="PackedProjections"/>),
/// com.microsoft.Attention multiplies with the weights of all three, too.
/// </summary>
internal static class AttentionFusion
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        if (node.OpType != "Reshape" || node.DType(0) != DType.Float32 || node.Input(1).Elements is not { } target
            || node.Input(0).TransposeOf(0, 2, 1, 3)?.Producer is not { OpType: "MatMul", Inputs: [{ } weights, { } valueHeads] }
            || weights.Producer is not { OpType: "Softmax", Inputs: [{ } scores] } softmax || softmax.Attributes.Int("axis", -1) is not (-1 or 3)
            || valueHeads.TransposeOf(0, 2, 1, 3) is not { } values)
        {
            return null;
        }

        OnnxValue? mask = null;
        if (scores.Producer is { OpType: "Add", Inputs: [{ } left, { } right] })
        {
            bool maskIsRight = Unscaled(left, out _).Producer is { OpType: "MatMul" };
            (scores, mask) = maskIsRight ? (left, right) : (right, left);
        }

        scores = Unscaled(scores, out double afterwards);
        if (scores.Producer is not { OpType: "MatMul", Inputs: [{ } queryHeads, { } keyHeads] }
            || queryHeads.TransposeOf(0, 2, 1, 3) is not { } queries || keyHeads.TransposeOf(0, 2, 3, 1) is not { } keys)
        {
            return null;
        }

        Rows? q = Rows.Of(queries), k = Rows.Of(keys), v = Rows.Of(values);
        if (q is null || k is null || v is null || q.Heads != k.Heads || q.Heads != v.Heads || q.Width != k.Width || v.Scale != 1
            || !Agree(q, k) || !Agree(q, v) || !Joins(node, target, q, v))
        {
            return null;
        }

        if (mask is not null)
        {
            mask = Mask(scope, mask, q, keys.Shape![1]);
            if (mask is null)
            {
                return null;
            }
        }

        var attributes = new OnnxAttributes { ["num_heads"] = q.Heads, ["scale"] = (float)(afterwards * q.Scale * k.Scale) };
        if (PackedProjections.Of(q, k, v, isMasked: mask is not null) is { } packed)
        {
            return scope.Node("Attention", [packed.Source, packed.Weights(scope), Biases(), null, null, mask], attributes, "com.microsoft");
        }

        OnnxValue? bias = q.Bias is null && k.Bias is null && v.Bias is null ? null : Biases();
        return scope.Node("MultiHeadAttention", [q.Joined(scope), k.Joined(scope), v.Joined(scope), bias, null, mask], attributes, "com.microsoft");

        OnnxValue Biases() =>
            scope.Node("Concat", [q.BiasOrZero(scope), k.BiasOrZero(scope), v.BiasOrZero(scope)], new OnnxAttributes { ["axis"] = 0L });
    }

    /// <summary>A value without the number that it is multiplied with or divided by.</summary>
    private static OnnxValue Unscaled(OnnxValue value, out double scale)
    {
        scale = 1;
        if (value.Producer is { OpType: "Mul" or "Div", Inputs: [{ } left, { } right] } node)
        {
            if (right.Number() is { } factor && factor != 0)
            {
                scale = node.OpType == "Mul" ? factor : 1 / factor;
                return left;
            }

            if (node.OpType == "Mul" && left.Number() is { } other && other != 0)
            {
                scale = other;
                return right;
            }
        }

        return value;
    }

    /// <summary>Whether a batch of queries has its own batch of keys or values, and not one that is broadcast.</summary>
    private static bool Agree(Rows q, Rows other) => Agree(q.Value.Shape![0], other.Value.Shape![0]);

    private static bool Agree(Dim a, Dim b) => a == b || (!a.IsKnown && !b.IsKnown);

    /// <summary>Whether the heads are put side by side again: [batch, queries, heads * width].</summary>
    private static bool Joins(InferredNode node, Dim[] target, Rows q, Rows v) => Shapes.SameIfEqualCount(
        Shapes.Reshape(node.Shape(0), target, node.Attributes.Int("allowzero", 0) != 0),
        [q.Value.Shape![0], q.Value.Shape[1], v.Heads * v.Width]);

    /// <summary>What is added to the scores as [batch or 1, heads or 1, queries, keys]; null where that is not known to fit.</summary>
    private static OnnxValue? Mask(OnnxScope scope, OnnxValue mask, Rows q, Dim keys)
    {
        if (mask.Shape is not { Length: > 0 and <= 4 } shape || mask.DType != DType.Float32)
        {
            return null;
        }

        if (shape.Length < 4)
        {
            long[] missing = Axes.Range(0, 4 - shape.Length);
            mask = scope.Node("Unsqueeze", [mask, scope.Longs(missing)]);
            shape = mask.Shape!;
        }

        Dim queries = q.Value.Shape![1];
        if (shape[3] != keys || !(shape[0].Is(1) || Agree(shape[0], q.Value.Shape![0])) || !(shape[1].Is(1) || shape[1].Is(q.Heads)) || !(shape[2].Is(1) || shape[2] == queries))
        {
            return null;
        }

        if (shape[2] == queries)
        {
            return mask;
        }

        OnnxValue one = scope.Longs(1);
        OnnxValue length = queries.IsKnown
            ? scope.Longs(queries.Value)
            : scope.Node("Slice", [scope.Node("Shape", [q.Value]), one, scope.Longs(2)]);
        return scope.Node("Expand", [mask, scope.Node("Concat", [one, one, length, one], new OnnxAttributes { ["axis"] = 0L })]);
    }

    /// <summary>Queries, keys or values as [batch, length, heads, width], and what they were made of.</summary>
    internal sealed record Rows(OnnxValue Value, long Heads, long Width, double Scale, OnnxValue Flat, OnnxValue? Bias)
    {
        public static Rows? Of(OnnxValue value)
        {
            if (value.Shape is not [_, _, { IsKnown: true } heads, { IsKnown: true } width])
            {
                return null;
            }

            OnnxValue unscaled = Unscaled(value, out double scale), product = unscaled;
            OnnxValue? bias = null;
            if (unscaled.Producer is { OpType: "Add", Inputs: [{ } left, { } right] } && (IsBias(right, heads, width) || IsBias(left, heads, width)))
            {
                (product, bias) = IsBias(right, heads, width) ? (left, right) : (right, left);
            }

            OnnxValue? flat = product.Producer is { OpType: "Reshape", Inputs: [{ Shape: [_, _, var depth] } source, _] } && depth.Is(heads.Value * width.Value)
                && Shapes.SameIfEqualCount([.. source.Shape![..2], depth], [.. product.Shape![..2], depth])
                    ? source
                    : null;
            return new(value, heads.Value, width.Value, scale, flat ?? product, bias);
        }

        public OnnxValue Joined(OnnxScope scope) => Flat.Rank == 3
            ? Flat
            : scope.Node("Reshape", [Flat, scope.Longs(0, 0, Heads * Width)]);

        public OnnxValue BiasOrZero(OnnxScope scope) => Bias is null
            ? scope.Constant(Constants.FromFloats(DType.Float32, new double[Heads * Width], [Heads * Width]))
            : scope.Node("Reshape", [Bias, scope.Longs(Heads * Width)]);

        private static bool IsBias(OnnxValue value, Dim heads, Dim width) => value.IsInitializer && value.Shape is [var n, var h] && n == heads && h == width;
    }
}
