using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Positions in sorted sequences (tensorflow/core/kernels/searchsorted_op.cc, bucketize_op.cc), counted by comparing with each element.</summary>
internal static class SearchOps
{
    /// <summary>How many elements of the row are less than (LowerBound), or at most (UpperBound), each value.</summary>
    [TfOp("LowerBound", "UpperBound")]
    public static void SearchSorted(OpContext op)
    {
        OnnxValue sorted = op.Unsqueeze(op.Input(0), 1), values = op.Unsqueeze(op.Input(1), 2);
        OnnxValue before = op.Node.Op == "LowerBound" ? op.Emit("Less", sorted, values) : op.Emit("Not", op.Emit("Less", values, sorted));
        op.Output(Count(op, before, op.Attributes.Type("out_type", DType.Int32)));
    }

    /// <summary>The bucket that a value falls in: how many boundaries are at most the value. Not a number falls behind all.</summary>
    [TfOp("Bucketize")]
    public static void Bucketize(OpContext op)
    {
        OnnxValue input = op.Input(0);
        DType type = input.DType == DType.Float64 ? DType.Float64 : DType.Float32;
        double[] bounds = [.. op.Attributes.Floats("boundaries").Select(b => (double)b)];
        if (bounds.Length == 0)
        {
            op.Output(op.Fill(op.Shape(input), DType.Int32, 0));
            return;
        }

        OnnxValue boundaries = op.Constant(Constants.FromFloats(type, bounds, [bounds.Length]));
        OnnxValue less = op.Emit("Less", op.Unsqueeze(op.Cast(input, type), -1), boundaries);
        op.Output(Count(op, op.Emit("Not", less), DType.Int32));
    }

    /// <summary>As <see cref="Bucketize"/>, by boundaries that are a tensor (TensorFlow Transform's op).</summary>
    [TfOp("BucketizeWithInputBoundaries")]
    public static void BucketizeWithInput(OpContext op)
    {
        OnnxValue boundaries = op.Input(1);
        OnnxValue less = op.Emit("Less", op.Unsqueeze(op.Cast(op.Input(0), boundaries.DType), -1), op.Reshape(boundaries, -1));
        op.Output(Count(op, op.Emit("Not", less), DType.Int32));
    }

    /// <summary>For each feature how many boundaries are less than its values; the last bucket takes what lies behind all (tensorflow/core/kernels/boosted_trees/quantile_ops.cc).</summary>
    [TfOp("BoostedTreesBucketize")]
    public static void BoostedTreesBucketize(OpContext op)
    {
        for (int i = 0; i < op.OutputCount; i++)
        {
            OnnxValue boundaries = op.Reshape(op.Input(i + op.OutputCount), -1);
            OnnxValue less = op.Emit("Less", boundaries, op.Unsqueeze(op.Input(i), -1));
            OnnxValue last = op.Cast(op.Sub(op.Size(boundaries, 0), op.Long(1)), DType.Int32);
            op.Output(i, op.Emit("Min", Count(op, less, DType.Int32), last));
        }
    }

    private static OnnxValue Count(OpContext op, OnnxValue condition, DType type) =>
        op.Cast(op.Reduce("ReduceSum", op.Cast(condition, DType.Int32), [-1], keepDims: false), type);
}
