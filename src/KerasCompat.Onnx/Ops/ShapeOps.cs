using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops on shapes, and those that change the shape and leave the elements as they are (tensorflow/core/ops/array_ops.cc).</summary>
internal static class ShapeOps
{
    [TfOp("Reshape")]
    public static void Reshape(OpContext op) => op.Output(op.ReshapeTo(op.Input(0), op.Input(1)));

    [TfOp("Shape", "ShapeN")]
    public static void Shape(OpContext op)
    {
        DType type = op.Attributes.Type("out_type", DType.Int32);
        for (int i = 0; i < op.InputCount; i++)
        {
            op.Output(i, op.Cast(op.Shape(op.Input(i)), type));
        }
    }

    [TfOp("Size")]
    public static void Size(OpContext op) => op.Output(op.Cast(op.Emit("Size", op.Input(0)), op.Attributes.Type("out_type", DType.Int32)));

    [TfOp("Rank")]
    public static void Rank(OpContext op) =>
        op.Output(op.Input(0).Rank is { } rank ? op.Scalar(DType.Int32, rank) : op.Cast(op.Emit("Size", op.Shape(op.Input(0))), DType.Int32));

    [TfOp("ExpandDims")]
    public static void ExpandDims(OpContext op) => op.Output(op.Emit("Unsqueeze", op.Input(0), op.ToVector(op.Input(1))));

    [TfOp("Squeeze")]
    public static void Squeeze(OpContext op)
    {
        OnnxValue input = op.Input(0);
        IReadOnlyList<long> axes = op.Attributes.Ints("squeeze_dims");
        if (axes.Count == 0)
        {
            axes = op.Attributes.Ints("axis");
        }

        if (axes.Count > 0)
        {
            op.Output(op.Squeeze(input, [.. axes]));
        }
        else if (input.IsFullyShaped)
        {
            op.Output(op.Squeeze(input, [.. op.AllAxes(input).Where(a => input.Shape![a].Is(1))]));
        }
        else
        {
            op.Output(op.Emit("Squeeze", input));
        }
    }

    [TfOp("Transpose", "ConjugateTranspose")]
    public static void Transpose(OpContext op)
    {
        long[] perm = op.Integers(1, "axes");
        op.Output(op.Transpose(op.Input(0), Array.ConvertAll(perm, p => p < 0 ? p + perm.Length : p)));
    }

    /// <summary>y[x[i]] = i.</summary>
    [TfOp("InvertPermutation")]
    public static void InvertPermutation(OpContext op)
    {
        OnnxValue x = op.Input(0);
        if (op.IntegersOrNull(0) is { } known && known.Order().SequenceEqual(Enumerable.Range(0, known.Length).Select(i => (long)i)))
        {
            var inverse = new long[known.Length];
            for (int i = 0; i < known.Length; i++)
            {
                inverse[known[i]] = i;
            }

            op.Output(op.Constant(Constants.Integers(x.DType, inverse)));
            return;
        }

        OnnxValue positions = op.Cast(op.Range(op.Size(x, 0)), x.DType);
        op.Output(op.Emit("ScatterElements", new OnnxAttributes { ["axis"] = 0L }, x, op.Cast(x, DType.Int64), positions));
    }

    [TfOp("BroadcastTo")]
    public static void BroadcastTo(OpContext op) => op.Output(op.Expand(op.Input(0), op.Input(1)));

    /// <summary>The shape that two shapes broadcast to, size by size where the ranks are known.</summary>
    [TfOp("BroadcastArgs")]
    public static void BroadcastArgs(OpContext op)
    {
        OnnxValue a = op.Cast(op.Input(0), DType.Int64), b = op.Cast(op.Input(1), DType.Int64);
        if (a.Shape is not [{ IsKnown: true } left] || b.Shape is not [{ IsKnown: true } right])
        {
            OnnxValue rank = op.Emit("Max", op.Size(a, 0), op.Size(b, 0));
            op.Output(op.Cast(Wider(op, WithOnes(op, a, rank), WithOnes(op, b, rank)), op.InputType(0)));
            return;
        }

        if (left.Value < right.Value)
        {
            (a, b, left, right) = (b, a, right, left);
        }

        long lead = left.Value - right.Value;
        var sizes = new List<OnnxValue?>();
        for (long i = 0; i < left.Value; i++)
        {
            OnnxValue size = op.Slice(a, i, 1);
            sizes.Add(i < lead ? size : Wider(op, size, op.Slice(b, i - lead, 1)));
        }

        op.Output(op.Cast(sizes.Count == 0 ? op.Longs() : op.Concat(0, [.. sizes]), op.InputType(0)));
    }

    /// <summary>The larger of two sizes; 1 gives way to everything, 0 included.</summary>
    private static OnnxValue Wider(OpContext op, OnnxValue a, OnnxValue b)
    {
        if (a.Elements is [var x] && b.Elements is [var y])
        {
            if (x.Is(1) || (y.IsKnown && !y.Is(1)))
            {
                return b;
            }

            if (y.Is(1) || x == y || x.IsKnown)
            {
                return a;
            }
        }

        return op.Where(op.Emit("Equal", a, op.Long(1)), b, a);
    }

    private static OnnxValue WithOnes(OpContext op, OnnxValue shape, OnnxValue rank) =>
        op.Concat(0, op.Fill(op.ToVector(op.Sub(rank, op.Size(shape, 0))), DType.Int64, 1), shape);
}
