using KerasCompat.Contracts;
using KerasCompat.Onnx.Inference;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// Keras spells LayerNormalization out; ONNX Runtime runs it in one pass. Recognised are the fused form, whose reshapes go and which takes in
/// the scale and offset that follow, and the form of <c>tf.nn.batch_normalization</c> with moments of the last dimension.
/// </summary>
internal static class NormalizationFusion
{
    public static OnnxValue? Apply(OnnxScope scope, InferredNode node) => node.OpType switch
    {
        "Reshape" => WithoutReshape(scope, node),
        "Mul" => WithScale(scope, node.Input(0), node.Input(1)) ?? WithScale(scope, node.Input(1), node.Input(0)),
        "Add" => WithOffset(scope, node.Input(0), node.Input(1)) ?? WithOffset(scope, node.Input(1), node.Input(0))
            ?? Spelled(scope, node.Input(0), node.Input(1)) ?? Spelled(scope, node.Input(1), node.Input(0)),
        _ => null,
    };

    /// <summary>Rows that were reshaped, normalized and reshaped back are normalized as they are.</summary>
    private static OnnxValue? WithoutReshape(OnnxScope scope, InferredNode node)
    {
        if (node.Input(0).Producer is not { OpType: "LayerNormalization", Outputs.Length: 1 } inner || inner.Inputs.Length != 2
            || inner.Inputs[0]!.Producer is not { OpType: "Reshape" } before || before.Inputs[0] is not { Shape: { } shape } source
            || inner.Inputs[1]!.Constant is not { } scale || Uniform(scale) != 1 || node.Input(1).Elements is not { } target
            || !Shapes.SameIfEqualCount(shape, Shapes.Reshape(node.Shape(0), target, node.Attributes.Int("allowzero", 0) != 0)))
        {
            return null;
        }

        long width = scale.ElementCount, product = 1;
        int axis = shape.Length;
        while (axis > 0 && product < width && shape[axis - 1].IsKnown)
        {
            product *= shape[--axis].Value;
        }

        if (product != width)
        {
            return null;
        }

        var rows = new ConstantTensor(scale.DType, [.. shape[axis..].Select(d => d.Value)], scale.Bytes);
        return Normalize(scope, inner, source, scope.Constant(rows), null, axis - shape.Length);
    }

    private static OnnxValue? WithScale(OnnxScope scope, OnnxValue normalized, OnnxValue scale) =>
        normalized.Producer is { OpType: "LayerNormalization", Outputs.Length: 1, Inputs: [{ Rank: { } rank } source, { Constant: { } ones, Shape: { } rows }] } inner
        && Uniform(ones) == 1 && scale.IsInitializer && scale.Shape is { } shape && shape.AsSpan().SequenceEqual(rows)
            ? Normalize(scope, inner, source, scale, null, -rows.Length)
            : null;

    private static OnnxValue? WithOffset(OnnxScope scope, OnnxValue normalized, OnnxValue offset) =>
        normalized.Producer is { OpType: "LayerNormalization", Outputs.Length: 1, Inputs: [{ Rank: { } rank } source, { Shape: { } rows } scale] } inner
        && offset.IsInitializer && offset.Shape is { } shape && shape.AsSpan().SequenceEqual(rows)
            ? Normalize(scope, inner, source, scale, offset, -rows.Length)
            : null;

    private static OnnxValue Normalize(OnnxScope scope, OnnxNode like, OnnxValue source, OnnxValue scale, OnnxValue? offset, long axis)
    {
        var attributes = new OnnxAttributes { ["axis"] = axis, ["epsilon"] = like.Attributes["epsilon"] };
        return scope.Node("LayerNormalization", offset is null ? [source, scale] : [source, scale, offset], attributes);
    }

    /// <summary>x * inverse + (offset - mean * inverse), where inverse = 1 / sqrt(variance + epsilon) * scale; Keras 3 writes offset + -mean * inverse.</summary>
    private static OnnxValue? Spelled(OnnxScope scope, OnnxValue product, OnnxValue rest)
    {
        if (product.Producer is not { OpType: "Mul" } scaled || Shift(rest) is not { } parts)
        {
            return null;
        }

        foreach (int side in (ReadOnlySpan<int>)[0, 1])
        {
            OnnxValue inverse = parts.Shift.Inputs[side]!, mean = parts.Shift.Inputs[1 - side]!;
            if (parts.Negated)
            {
                if (mean.Producer is not { OpType: "Neg" } negation)
                {
                    continue;
                }

                mean = negation.Inputs[0]!;
            }

            OnnxValue? source = scaled.Inputs[0] == inverse ? scaled.Inputs[1] : scaled.Inputs[1] == inverse ? scaled.Inputs[0] : null;
            if (source is { Shape: { Length: > 1 } shape } && Inverse(inverse) is { } root && IsMean(mean, source) && IsVariance(root.Variance, source, mean)
                && Vector(root.Scale, shape) is { } scale && Vector(parts.Offset, shape) is { } offset)
            {
                var attributes = new OnnxAttributes { ["axis"] = -1L, ["epsilon"] = (float)root.Epsilon };
                return scope.Node("LayerNormalization", [source, Flat(scope, scale), Flat(scope, offset)], attributes);
            }
        }

        return null;
    }

    private static (OnnxNode Shift, OnnxValue Offset, bool Negated)? Shift(OnnxValue rest) => rest.Producer switch
    {
        { OpType: "Sub", Inputs: [{ IsInitializer: true } offset, { Producer: { OpType: "Mul" } shift }] } => (shift, offset, false),
        { OpType: "Add", Inputs: [{ Producer: { OpType: "Mul" } shift }, { IsInitializer: true } offset] } => (shift, offset, true),
        { OpType: "Add", Inputs: [{ IsInitializer: true } offset, { Producer: { OpType: "Mul" } shift }] } => (shift, offset, true),
        _ => null,
    };

    /// <summary>Weights along the last dimension alone, be their rank what it may.</summary>
    private static OnnxValue? Vector(OnnxValue weights, Dim[] shape) =>
        weights.Shape is [.. var leading, { IsKnown: true } width] && width == shape[^1] && leading.Length < shape.Length && Array.TrueForAll(leading, d => d.Is(1))
            ? weights
            : null;

    private static OnnxValue Flat(OnnxScope scope, OnnxValue weights) =>
        weights.Rank == 1 ? weights : scope.Node("Reshape", [weights, scope.Longs(-1)]);

    private static (OnnxValue Variance, double Epsilon, OnnxValue Scale)? Inverse(OnnxValue inverse)
    {
        if (inverse.Producer is not { OpType: "Mul", Inputs: [{ } left, { } right] })
        {
            return null;
        }

        OnnxValue scale = left.IsInitializer ? left : right, root = left.IsInitializer ? right : left;
        return scale.IsInitializer && root.Producer is { OpType: "Reciprocal", Inputs: [{ Producer: { OpType: "Sqrt", Inputs: [{ Producer: { OpType: "Add" } sum }] } }] }
            && sum.Inputs is [{ } variance, { Constant: { ElementCount: 1, DType: DType.Float32 or DType.Float64 } epsilon }]
                ? (variance, Constants.ToFloats(epsilon)[0], scale)
                : null;
    }

    private static bool IsMean(OnnxValue value, OnnxValue source) =>
        value.Producer is { OpType: "ReduceMean", Inputs: [{ } input, { Elements: [{ IsKnown: true } axis] }] } node
        && input == source && node.Attributes.Int("keepdims", 1) == 1 && (axis.Is(-1) || axis.Is((source.Rank ?? 0) - 1));

    private static bool IsVariance(OnnxValue value, OnnxValue source, OnnxValue mean) =>
        value.Producer is { OpType: "ReduceMean", Inputs: [{ Producer: { OpType: "Mul", Inputs: [{ } left, { } right] } }, _] } node
        && left == right && left.Producer is { OpType: "Sub", Inputs: [{ } minuend, { } subtrahend] } && minuend == source && subtrahend == mean
        && IsMean(value, node.Inputs[0]!);

    private static double? Uniform(ConstantTensor tensor)
    {
        double[] values = Constants.ToFloats(tensor);
        return values.Length > 0 && Array.TrueForAll(values, v => v == values[0]) ? values[0] : null;
    }
}
