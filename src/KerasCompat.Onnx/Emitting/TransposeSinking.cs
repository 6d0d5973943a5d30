using KerasCompat.Onnx.Inference;

namespace KerasCompat.Onnx.Emitting;

/// <summary>
/// TensorFlow's images are NHWC, ONNX' convolutions NCHW. Each convolution is written between two transposes; here an op that follows a
/// transpose is written before it instead, so that the transpose meets its inverse and both vanish.
/// </summary>
internal static class TransposeSinking
{
    private static readonly HashSet<string> Unary = new(StringComparer.Ordinal)
    {
        "Abs", "Ceil", "Celu", "Cast", "Cos", "Elu", "Erf", "Exp", "Floor", "Gelu", "HardSigmoid", "HardSwish", "LeakyRelu", "Log", "Mish", "Neg", "Not",
        "Reciprocal", "Relu", "Round", "Selu", "Sigmoid", "Sign", "Sin", "Softplus", "Softsign", "Sqrt", "Tanh", "ThresholdedRelu",
    };

    private static readonly HashSet<string> Binary = new(StringComparer.Ordinal)
    {
        "Add", "Sub", "Mul", "Div", "Max", "Min", "Pow", "PRelu", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual",
    };

    /// <summary>Whether the first input is all that the elements of the result depend on.</summary>
    public static bool IsUnary(string opType) => Unary.Contains(opType) || opType == "Clip";

    /// <summary>Whether two inputs are combined element by element, with broadcasting.</summary>
    public static bool IsBinary(string opType) => Binary.Contains(opType);

    public static OnnxValue? Apply(OnnxScope scope, InferredNode node)
    {
        OnnxValue? result = null;
        if (IsUnary(node.OpType))
        {
            result = SinkUnary(scope, node);
        }
        else if (Binary.Contains(node.OpType) && node.Inputs.Length == 2)
        {
            result = SinkBinary(scope, node);
        }
        else if (node.OpType == "Concat")
        {
            result = SinkConcat(scope, node);
        }
        else if (node.OpType == "Pad")
        {
            result = SinkPad(scope, node);
        }
        else if (node.OpType == "Slice")
        {
            result = SinkSlice(scope, node);
        }
        else if (node.OpType is "ReduceMean" or "ReduceSum" or "ReduceMax" or "ReduceMin" or "ReduceProd" or "ReduceL2")
        {
            result = SinkReduction(scope, node);
        }

        return result;
    }

    private static bool Transposed(OnnxValue? value, out OnnxValue source, out long[] perm)
    {
        if (value?.Producer is { OpType: "Transpose" } producer && producer.Attributes.Ints("perm") is { Length: > 2 } order)
        {
            source = producer.Inputs[0]!;
            perm = order;
            return true;
        }

        source = null!;
        perm = [];
        return false;
    }

    private static OnnxValue Transpose(OnnxScope scope, OnnxValue value, long[] perm) =>
        scope.Node("Transpose", [value], new OnnxAttributes { ["perm"] = perm });

    private static OnnxValue? SinkUnary(OnnxScope scope, InferredNode node)
    {
        if (!Transposed(node.InputOrNull(0), out OnnxValue source, out long[] perm))
        {
            return null;
        }

        OnnxValue?[] inputs = [source, .. node.Inputs[1..]];
        return Transpose(scope, scope.Node(node.OpType, inputs, node.Attributes), perm);
    }

    private static OnnxValue? SinkBinary(OnnxScope scope, InferredNode node)
    {
        bool left = Transposed(node.Input(0), out OnnxValue a, out long[] perm);
        bool right = Transposed(node.Input(1), out OnnxValue b, out long[] other);
        if (left && right)
        {
            return perm.AsSpan().SequenceEqual(other) ? Transpose(scope, scope.Node(node.OpType, [a, b], node.Attributes), perm) : null;
        }

        if (!left && !right)
        {
            return null;
        }

        long[] order = left ? perm : other;
        OnnxValue? moved = Untranspose(scope, node.Input(left ? 1 : 0), order);
        if (moved is null)
        {
            return null;
        }

        return Transpose(scope, left ? scope.Node(node.OpType, [a, moved], node.Attributes) : scope.Node(node.OpType, [moved, b], node.Attributes), order);
    }

    /// <summary>
    /// The other operand in the order of the transpose's input. Null where it would have to be transposed at run time; moving dimensions of one
    /// costs nothing, and what weights are made of is computed once.
    /// </summary>
    private static OnnxValue? Untranspose(OnnxScope scope, OnnxValue value, long[] perm)
    {
        if (value.Shape is not { } shape || shape.Length > perm.Length)
        {
            return null;
        }

        if (shape.Length == 0)
        {
            return value;
        }

        Dim[] full = [.. Enumerable.Repeat<Dim>(1, perm.Length - shape.Length), .. shape];
        var inverse = new long[perm.Length];
        for (int i = 0; i < perm.Length; i++)
        {
            inverse[perm[i]] = i;
        }

        Dim[] moved = Array.ConvertAll(inverse, i => full[i]);
        if (Simplification.MovesOnlyOnes(full, inverse) && moved.Count(d => !d.IsKnown) <= 1 && !Array.Exists(moved, d => d.Is(0)))
        {
            return Reshape(scope, value, moved);
        }

        if (!IsMadeOfWeights(value, 8) || !value.IsFullyShaped)
        {
            return null;
        }

        return Transpose(scope, Reshape(scope, value, full), inverse);
    }

    private static OnnxValue Reshape(OnnxScope scope, OnnxValue value, Dim[] shape) =>
        scope.Node("Reshape", [value, scope.Longs(Array.ConvertAll(shape, d => d.IsKnown ? d.Value : -1))]);

    private static bool IsMadeOfWeights(OnnxValue value, int depth) =>
        value.IsInitializer
        || (depth > 0 && value.Producer is { Inputs.Length: > 0, Attributes.HasBody: false } node && Array.TrueForAll(node.Inputs, i => i is null || IsMadeOfWeights(i, depth - 1)));

    private static OnnxValue? SinkConcat(OnnxScope scope, InferredNode node)
    {
        if (!Transposed(node.Input(0), out _, out long[] perm))
        {
            return null;
        }

        var sources = new OnnxValue?[node.Inputs.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            if (!Transposed(node.Inputs[i], out OnnxValue source, out long[] order) || !order.AsSpan().SequenceEqual(perm))
            {
                return null;
            }

            sources[i] = source;
        }

        long axis = node.Attributes.Int("axis", 0);
        axis = axis < 0 ? axis + perm.Length : axis;
        return Transpose(scope, scope.Node("Concat", sources, new OnnxAttributes { ["axis"] = perm[axis] }), perm);
    }

    private static OnnxValue? SinkPad(OnnxScope scope, InferredNode node)
    {
        if (!Transposed(node.Input(0), out OnnxValue source, out long[] perm) || node.Known(1) is not { } pads || pads.Length != 2 * perm.Length || node.InputOrNull(3) is not null)
        {
            return null;
        }

        var moved = new long[pads.Length];
        for (int i = 0; i < perm.Length; i++)
        {
            moved[perm[i]] = pads[i];
            moved[perm[i] + perm.Length] = pads[i + perm.Length];
        }

        OnnxValue?[] inputs = [source, scope.Longs(moved), .. node.Inputs[2..]];
        return Transpose(scope, scope.Node("Pad", inputs, node.Attributes), perm);
    }

    private static OnnxValue? SinkSlice(OnnxScope scope, InferredNode node)
    {
        if (!Transposed(node.Input(0), out OnnxValue source, out long[] perm) || node.Shape(1) is not [{ IsKnown: true } count])
        {
            return null;
        }

        long[]? axes = node.InputOrNull(3) is null ? Axes.Range(0, (int)count.Value) : node.Known(3);
        if (axes is null)
        {
            return null;
        }

        long[] moved = Array.ConvertAll(axes, a => perm[a < 0 ? a + perm.Length : a]);
        OnnxValue?[] inputs = [source, node.Input(1), node.Input(2), scope.Longs(moved), .. node.Inputs.Skip(4)];
        return Transpose(scope, scope.Node("Slice", inputs, node.Attributes), perm);
    }

    private static OnnxValue? SinkReduction(OnnxScope scope, InferredNode node)
    {
        if (!Transposed(node.Input(0), out OnnxValue source, out long[] perm) || node.InputOrNull(1) is null || node.Known(1) is not { Length: > 0 } axes)
        {
            return null;
        }

        long[] positive = Array.ConvertAll(axes, a => a < 0 ? a + perm.Length : a);
        long[] reducedAxes = Array.ConvertAll(positive, a => perm[a]);
        long[] moved = Array.FindAll(Axes.Range(0, perm.Length), axis => Array.Exists(reducedAxes, other => other == axis));
        OnnxValue reduced = scope.Node(node.OpType, [source, scope.Longs(moved)], node.Attributes);
        if (node.Attributes.Int("keepdims", 1) != 0)
        {
            return Transpose(scope, reduced, perm);
        }

        long[] kept = [.. perm.Where((_, i) => Array.TrueForAll(positive, axis => axis != i))];
        long[] ranks = Array.ConvertAll(kept, k => (long)kept.Count(other => other < k));
        return ranks.Length == 0 ? reduced : Transpose(scope, reduced, ranks);
    }
}
