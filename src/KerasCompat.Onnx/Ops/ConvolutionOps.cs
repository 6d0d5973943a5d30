using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Convolutions (tensorflow/core/ops/nn_ops.cc).</summary>
internal static class ConvolutionOps
{
    [TfOp("Conv2D")]
    public static void Conv2D(OpContext op) => Convolve(op, 2);

    [TfOp("Conv3D")]
    public static void Conv3D(OpContext op) => Convolve(op, 3);

    /// <summary>The convolution of any rank that newer versions have, with its own names for the layouts and one entry per spatial dimension.</summary>
    [TfOp("Conv", Note = "one batch dimension")]
    public static void Conv(OpContext op)
    {
        if (op.Attributes.Int("batch_dims", 1) != 1)
        {
            throw op.Refuse("it has several batch dimensions");
        }

        Convolve(op, op.Rank(op.Input(1)) - 2);
    }

    /// <summary>
    /// Each input channel has filters of its own. The filter is [height, width, channels, multiplier]; the output's channels are ordered by
    /// input channel and then by filter, as ONNX orders those of a convolution with a group per channel.
    /// </summary>
    [TfOp("DepthwiseConv2dNative")]
    public static void DepthwiseConv2d(OpContext op)
    {
        SpatialLayout layout = SpatialLayout.Of(op, 2);
        ConvolutionWeights.RequireSingle(op);
        var window = new SpatialWindow(op, layout);
        OnnxValue image = layout.ToOnnx(op, op.Input(0)), filter = op.Input(1);
        Dim[] kernel = filter.Shape ?? [Dim.Unknown(), Dim.Unknown(), Dim.Unknown(), Dim.Unknown()];
        Dim channels = kernel[2].IsKnown ? kernel[2] : image.Shape is { } shape ? shape[1] : kernel[2];
        if (!channels.IsKnown || channels.Is(0))
        {
            throw op.Refuse(channels.IsKnown ? "it has no channels" : "the number of its channels is not known");
        }

        OnnxAttributes attributes = window.Attributes(image, kernel[..2]);
        attributes["group"] = channels.Value;
        OnnxValue transposed = ConvolutionWeights.WithElements(op, op.Transpose(filter, 2, 3, 0, 1), layout.Rank, free: 1);
        OnnxValue weights = kernel[0].IsKnown && kernel[1].IsKnown
            ? op.Reshape(transposed, -1, 1, kernel[0].Value, kernel[1].Value)
            : op.ReshapeTo(transposed, op.Concat(0, op.Longs(-1, 1), op.Slice(op.Shape(filter), 0, 2)));
        op.Output(layout.FromOnnx(op, op.Emit("Conv", attributes, image, weights)));
    }

    private static void Convolve(OpContext op, int spatialRank)
    {
        SpatialLayout layout = SpatialLayout.Of(op, spatialRank);
        ConvolutionWeights.RequireSingle(op);
        var window = new SpatialWindow(op, layout);
        OnnxValue image = layout.ToOnnx(op, op.Input(0));
        if (Array.Exists(image.Shape![1..], size => size.Is(0)))
        {
            throw op.Refuse("its images have no elements");
        }

        OnnxValue weights = ConvolutionWeights.ToOnnx(op, op.Input(1), spatialRank);
        OnnxAttributes attributes = window.Attributes(image, weights.Shape![2..]);
        OnnxValue result = GroupedConvolution.Emit(op, "Conv", attributes, image, weights, image.Shape[1], () => op.Size(image, 1));
        op.Output(layout.FromOnnx(op, result));
    }
}
