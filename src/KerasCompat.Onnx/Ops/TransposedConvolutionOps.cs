using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Transposed convolutions: TensorFlow's gradients of a convolution for its input (tensorflow/core/kernels/conv_grad_shape_utils.cc). The size
/// of the result is an input, since several sizes lead to one size of a strided convolution's output.
/// </summary>
internal static class TransposedConvolutionOps
{
    /// <summary>Inputs: the result's sizes, the filter [height, width, output channels, input channels], the image.</summary>
    [TfOp("Conv2DBackpropInput")]
    public static void Conv2DBackpropInput(OpContext op) => ConvolveTransposed(op, 2);

    [TfOp("Conv3DBackpropInputV2")]
    public static void Conv3DBackpropInput(OpContext op) => ConvolveTransposed(op, 3);

    private static void ConvolveTransposed(OpContext op, int spatialRank)
    {
        SpatialLayout layout = SpatialLayout.Of(op, spatialRank);
        ConvolutionWeights.RequireSingle(op);
        var window = new SpatialWindow(op, layout);
        OnnxValue sizes = op.Input(0), image = layout.ToOnnx(op, op.Input(2));
        OnnxValue weights = ConvolutionWeights.ToOnnx(op, op.Input(1), spatialRank);
        if (weights.Shape is not { } filter || Array.Exists(filter[2..], d => !d.IsKnown))
        {
            throw op.Refuse("the size of its filter is not known");
        }

        bool onlySpace = sizes.Shape is [var length] && length.Is(spatialRank);
        int first = onlySpace ? 0 : layout.FirstSpatialAxis;
        var attributes = new OnnxAttributes
        {
            ["strides"] = window.Strides,
            ["dilations"] = window.Dilations,
        };
        Dim channels = onlySpace ? filter[1] : sizes.Elements is { } all ? all[layout.ChannelAxis] : Dim.Unknown();
        OnnxValue Convolve() => GroupedConvolution.Emit(
            op, "ConvTranspose", attributes, image, weights, channels, () => op.Cast(op.Element(sizes, layout.ChannelAxis), DType.Int64));
        var pads = new long[2 * spatialRank];
        var extra = new long[spatialRank];
        for (int i = 0; i < spatialRank; i++)
        {
            Dim size = image.Shape is { } shape ? shape[i + 2] : Dim.Unknown();
            if (Fit(window, i, size, filter[i + 2], AffineSize.Of(sizes, first + i, size)) is not { } fit)
            {
                op.Output(layout.FromOnnx(op, Dynamic(op, window, attributes, sizes, first, image, weights, Convolve)));
                return;
            }

            (pads[i], pads[i + spatialRank], extra[i]) = fit;
        }

        attributes["pads"] = pads;
        attributes["output_padding"] = extra;
        op.Output(layout.FromOnnx(op, Convolve()));
    }

    /// <summary>
    /// Padding of one dimension, for ONNX' formula size * stride - stride + span - pads + output_padding. Null where the result's size is not
    /// known to be fixed, or a fixed function of the image's.
    /// </summary>
    private static (long Before, long After, long Extra)? Fit(SpatialWindow window, int dimension, Dim size, Dim kernel, AffineSize? result)
    {
        long stride = window.Strides[dimension], span = ((kernel.Value - 1) * window.Dilations[dimension]) + 1;
        long surplus;
        if (result is not { } wanted)
        {
            return null;
        }

        if (wanted.Factor == stride)
        {
            surplus = span - stride - wanted.Offset;
        }
        else if (wanted.Factor == 0 && size.IsKnown)
        {
            surplus = ((size.Value - 1) * stride) + span - wanted.Offset;
        }
        else
        {
            return null;
        }

        long total = Math.Max(surplus, 0);
        (long before, long after) = window.Padding switch
        {
            "SAME" => (total / 2, total - (total / 2)),
            "EXPLICIT" => window.Pads(dimension, 0, kernel),
            _ => (0, 0),
        };
        long extra = before + after - surplus;
        return extra >= 0 && extra < Math.Max(stride, window.Dilations[dimension]) ? (before, after, extra) : null;
    }

    /// <summary>Sizes that show at run time only: all that the image can reach is computed, and the result is cut out of it.</summary>
    private static OnnxValue Dynamic(
        OpContext op, SpatialWindow window, OnnxAttributes attributes, OnnxValue sizes, int first, OnnxValue image, OnnxValue weights, Func<OnnxValue> convolve)
    {
        int spatialRank = window.Layout.SpatialRank;
        attributes["output_padding"] = Array.ConvertAll(window.Strides, s => s - 1);
        OnnxValue whole = convolve();
        OnnxValue wanted = op.Cast(op.Slice(sizes, first, spatialRank), DType.Int64);
        OnnxValue before = window.Padding switch
        {
            "SAME" => Before(op, window, image, weights, wanted),
            "EXPLICIT" => op.Longs([.. Enumerable.Range(0, spatialRank).Select(i => window.Pads(i, 0, 1).Before)]),
            _ => op.Longs(new long[spatialRank]),
        };
        long[] axes = Axes.Range(2, spatialRank);
        return op.Emit("Slice", whole, before, op.Add(before, wanted), op.Longs(axes));
    }

    private static OnnxValue Before(OpContext op, SpatialWindow window, OnnxValue image, OnnxValue weights, OnnxValue wanted)
    {
        int spatialRank = window.Layout.SpatialRank;
        long[] spans = [.. Enumerable.Range(0, spatialRank).Select(i => ((weights.Shape![i + 2].Value - 1) * window.Dilations[i]) + 1)];
        OnnxValue inputs = op.Slice(op.Shape(image), 2, spatialRank);
        OnnxValue reach = op.Add(op.Mul(op.Sub(inputs, op.Longs(1)), op.Longs(window.Strides)), op.Longs(spans));
        return op.Div(op.Emit("Max", op.Sub(reach, wanted), op.Longs(0)), op.Longs(2));
    }
}
