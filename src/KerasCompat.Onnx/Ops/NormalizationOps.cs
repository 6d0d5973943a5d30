using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Batch and local response normalization (tensorflow/core/kernels/fused_batch_norm_op.cc, lrn_op.cc).</summary>
internal static class NormalizationOps
{
    /// <summary>
    /// Normalizes with the given moments, or in training with those of the batch; then the moments are outputs, the variance with Bessel's
    /// correction, and mixed into the given ones where exponential_avg_factor is not 1.
    /// </summary>
    [TfOp("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3")]
    public static void FusedBatchNorm(OpContext op)
    {
        OnnxValue input = op.Input(0), scale = op.Input(1), offset = op.Input(2);
        SpatialLayout layout = SpatialLayout.Of(op, op.Attributes.String("data_format", "NHWC").Length - 2);
        OnnxValue image = layout.ToOnnx(op, input);
        float epsilon = op.Attributes.Float("epsilon", 0.0001f);
        if (!op.Attributes.Bool("is_training", true))
        {
            OnnxValue mean = op.Input(3), variance = op.Input(4);
            op.Output(0, layout.FromOnnx(op, Normalize(op, image, scale, offset, mean, variance, epsilon)));
            SetMoments(op, mean, variance, mean, variance);
            return;
        }

        if (RowNormalization.Apply(op, image, scale, offset, epsilon) is { } rows)
        {
            op.Output(0, layout.FromOnnx(op, rows));
        }

        Train(op, layout, image, epsilon);
    }

    /// <summary>
    /// x / (bias + alpha * sum of squares over 2 * depth_radius + 1 channels) ^ beta; ONNX divides alpha by the number of channels.
    /// </summary>
    [TfOp("LRN")]
    public static void LocalResponseNormalization(OpContext op)
    {
        var layout = new SpatialLayout(ChannelsFirst: false, 2);
        long size = (2 * op.Attributes.Int("depth_radius", 5)) + 1;
        var attributes = new OnnxAttributes
        {
            ["size"] = size,
            ["alpha"] = op.Attributes.Float("alpha", 1) * size,
            ["beta"] = op.Attributes.Float("beta", 0.5f),
            ["bias"] = op.Attributes.Float("bias", 1),
        };
        op.Output(layout.FromOnnx(op, op.Emit("LRN", attributes, layout.ToOnnx(op, op.Input(0)))));
    }

    private static OnnxValue Normalize(
        OpContext op, OnnxValue image, OnnxValue scale, OnnxValue offset, OnnxValue mean, OnnxValue variance, float epsilon) =>
        op.Emit("BatchNormalization", new OnnxAttributes { ["epsilon"] = epsilon }, image, scale, offset, mean, variance);

    private static void Train(OpContext op, SpatialLayout layout, OnnxValue image, float epsilon)
    {
        OnnxValue scale = op.Input(1), offset = op.Input(2);
        OnnxValue exact = op.Cast(image, scale.DType);
        long[] axes = [0, .. Axes.Range(2, layout.SpatialRank)];
        OnnxValue keptMean = op.Reduce("ReduceMean", exact, axes, keepDims: true);
        OnnxValue difference = op.Sub(exact, keptMean);
        OnnxValue variance = op.Reduce("ReduceMean", op.Mul(difference, difference), axes, keepDims: false);
        OnnxValue mean = op.Squeeze(keptMean, axes);
        if (op.Outputs[0] is null)
        {
            op.Output(0, layout.FromOnnx(op, Normalize(op, image, scale, offset, mean, variance, epsilon)));
        }

        OnnxValue count = op.Cast(op.Div(op.Emit("Size", image), op.Size(image, 1)), scale.DType);
        OnnxValue one = op.Scalar(scale.DType, 1);
        OnnxValue corrected = op.Div(op.Mul(variance, count), op.Emit("Max", op.Sub(count, one), one));
        float factor = op.Attributes.Float("exponential_avg_factor", 1);
        SetMoments(op, Mixed(op, mean, 3, factor), Mixed(op, corrected, 4, factor), mean, variance);
    }

    private static OnnxValue Mixed(OpContext op, OnnxValue value, int running, float factor)
    {
        DType dtype = value.DType;
        return factor == 1 ? value : op.Add(op.Mul(op.Input(running), op.Scalar(dtype, 1 - factor)), op.Mul(value, op.Scalar(dtype, factor)));
    }

    /// <summary>The outputs after the first: the new moments, then what a gradient would read.</summary>
    private static void SetMoments(OpContext op, OnnxValue mean, OnnxValue variance, OnnxValue reservedMean, OnnxValue reservedVariance)
    {
        op.Output(1, mean);
        op.Output(2, variance);
        op.Output(3, reservedMean);
        op.Output(4, reservedVariance);
        op.Output(5, op.Constant(Constants.FromFloats(DType.Float32, [], [0])));
    }
}
