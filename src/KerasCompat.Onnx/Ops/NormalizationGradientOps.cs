using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Batch normalization as TensorFlow 1 first had it, and gradients of the fused one (tensorflow/core/kernels/fused_batch_norm_op.cc).</summary>
internal static class NormalizationGradientOps
{
    /// <summary>Inputs: images, mean, variance, beta, gamma.</summary>
    [TfOp("BatchNormWithGlobalNormalization")]
    public static void Global(OpContext op)
    {
        OnnxValue variance = op.Input(2), root = op.Emit("Sqrt", op.Add(variance, op.Scalar(variance.DType, op.Attributes.Float("variance_epsilon", 0))));
        OnnxValue factor = op.Emit("Reciprocal", root);
        factor = op.Attributes.Bool("scale_after_normalization", true) ? op.Mul(factor, op.Input(4)) : factor;
        op.Output(op.Add(op.Mul(op.Sub(op.Input(0), op.Input(1)), factor), op.Input(3)));
    }

    /// <summary>Inputs: gradient, images, scale, the mean and the variance that were used. Outputs: gradients of images, scale and offset.</summary>
    [TfOp("FusedBatchNormGrad", "FusedBatchNormGradV2", "FusedBatchNormGradV3")]
    public static void Gradient(OpContext op)
    {
        OnnxValue scale = op.Input(2);
        SpatialLayout layout = SpatialLayout.Of(op, op.Attributes.String("data_format", "NHWC").Length - 2);
        long[] axes = [0, .. layout.SpatialAxes];
        OnnxValue gradient = op.Cast(op.Input(0), scale.DType), images = op.Cast(op.Input(1), scale.DType);
        OnnxValue centered = op.Sub(images, PerChannel(op.Input(3)));
        OnnxValue factor = op.Emit("Reciprocal", op.Emit("Sqrt", op.Add(op.Input(4), op.Scalar(scale.DType, op.Attributes.Float("epsilon", 0.0001f)))));
        OnnxValue ofScale = op.Mul(op.Reduce("ReduceSum", op.Mul(gradient, centered), axes, keepDims: false), factor);
        OnnxValue ofOffset = op.Reduce("ReduceSum", gradient, axes, keepDims: false), slope = op.Mul(scale, factor);
        OnnxValue rest = gradient;
        if (op.Attributes.Bool("is_training", true))
        {
            // The moments are those of the images, so that each image moves them.
            OnnxValue count = op.Cast(op.Div(op.Emit("Size", images), op.Emit("Size", scale)), scale.DType);
            OnnxValue along = op.Div(op.Mul(ofScale, factor), count);
            rest = op.Sub(op.Sub(gradient, PerChannel(op.Div(ofOffset, count))), op.Mul(centered, PerChannel(along)));
        }

        op.Output(0, op.Cast(op.Mul(rest, PerChannel(slope)), op.Input(0).DType));
        op.Output(1, ofScale);
        op.Output(2, ofOffset);
        OnnxValue none = op.Constant(Constants.FromFloats(scale.DType, [], [0]));
        op.Output(3, none);
        op.Output(4, none);

        OnnxValue PerChannel(OnnxValue values) => layout.ChannelsFirst ? op.Unsqueeze(values, [.. layout.SpatialAxes.Select(axis => axis - 1)]) : values;
    }
}
