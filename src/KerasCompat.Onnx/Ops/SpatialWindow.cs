using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// How a kernel moves over an image: strides, dilations and padding of a convolution or a pool, in the order of the image's dimensions.
/// TensorFlow's SAME pads so that the output has ceil(size / stride) elements, the odd one behind
/// (tensorflow/core/framework/kernel_shape_util.cc), which is ONNX' SAME_UPPER.
/// </summary>
internal sealed class SpatialWindow
{
    private readonly long[] _explicit;

    public SpatialWindow(OpContext op, SpatialLayout layout, string dilations = "dilations", IReadOnlyList<long>? strides = null)
    {
        Layout = layout;
        if (!layout.Fits(strides ?? op.Attributes.Ints("strides")) || !layout.Fits(op.Attributes.Ints(dilations)))
        {
            throw op.Refuse($"its strides and dilations are not of {layout.Rank} dimensions");
        }

        Strides = layout.Spatial(strides ?? op.Attributes.Ints("strides"));
        Dilations = layout.Spatial(op.Attributes.Ints(dilations));
        Padding = op.Attributes.String("padding", "VALID");
        _explicit = Padding == "EXPLICIT" ? [.. op.Attributes.Ints("explicit_paddings")] : [];
        if (Padding == "EXPLICIT" && _explicit.Length != 2 * layout.Rank)
        {
            throw op.Refuse($"explicit_paddings has {_explicit.Length} entries instead of {2 * layout.Rank}");
        }

        if (Array.Exists(Strides, s => s < 1) || Array.Exists(Dilations, d => d < 1))
        {
            throw op.Refuse("its strides and dilations are not positive");
        }
    }

    public SpatialLayout Layout { get; }

    public long[] Strides { get; }

    public long[] Dilations { get; }

    public string Padding { get; }

    /// <summary>Padding in front of and behind a dimension of a known size; -1 where SAME depends on a size that is not known.</summary>
    public (long Before, long After) Pads(int dimension, Dim size, Dim kernel)
    {
        switch (Padding)
        {
            case "EXPLICIT":
                int axis = Layout.FirstSpatialAxis + dimension;
                return (_explicit[2 * axis], _explicit[(2 * axis) + 1]);
            case "SAME":
                long total = SamePadding(size, kernel, Strides[dimension], Dilations[dimension]);
                return total < 0 ? (-1, -1) : (total / 2, total - (total / 2));
            default:
                return (0, 0);
        }
    }

    /// <summary>The attributes of an ONNX convolution or pool.</summary>
    /// <param name="image">The image, in ONNX' order.</param>
    /// <param name="kernel">The kernel's size.</param>
    public OnnxAttributes Attributes(OnnxValue image, Dim[] kernel)
    {
        var attributes = new OnnxAttributes { ["strides"] = Strides, ["dilations"] = Dilations };
        var pads = new long[2 * Layout.SpatialRank];
        for (int i = 0; i < Layout.SpatialRank; i++)
        {
            (pads[i], pads[i + Layout.SpatialRank]) = Pads(i, image.Shape is { } shape ? shape[i + 2] : Dim.Unknown(), kernel[i]);
        }

        if (Array.Exists(pads, p => p < 0))
        {
            if (Array.Exists(Dilations, d => d > 1))
            {
                throw new OpRefusedException("ONNX Runtime does not pad a dilated window by an amount that shows at run time");
            }

            attributes["auto_pad"] = "SAME_UPPER";
        }
        else
        {
            attributes["pads"] = pads;
        }

        return attributes;
    }

    /// <summary>
    /// The image without what no window reads, where SAME would pad by a negative amount: ONNX Runtime's pools refuse to. It happens when
    /// the strides are longer than the kernel; sizes that are known need no help.
    /// </summary>
    /// <param name="op">The op.</param>
    /// <param name="image">The image, in ONNX' order.</param>
    /// <param name="kernel">The kernel's size.</param>
    public OnnxValue WithoutGaps(OpContext op, OnnxValue image, long[] kernel)
    {
        bool gaps = Padding == "SAME" && kernel.Where((k, i) => k > 1 && k < Strides[i] && image.Shape?[i + 2].IsKnown != true).Any();
        if (!gaps)
        {
            return image;
        }

        (_, _, OnnxValue outputs) = Geometry(op, op.Slice(op.Shape(image), 2, kernel.Length), kernel);
        OnnxValue ends = op.Add(op.Mul(op.Sub(outputs, op.Longs(1)), op.Longs(Strides)), op.Longs([.. kernel.Select((k, i) => Math.Max(k, Strides[i]) == k ? int.MaxValue : k)]));
        long[] axes = Axes.Range(2, kernel.Length);
        return op.Emit("Slice", image, op.Longs(new long[kernel.Length]), ends, op.Longs(axes));
    }

    /// <summary>
    /// Padding in front and behind and the output's sizes, each a vector with one element per dimension, for sizes that may show at run time
    /// only.
    /// </summary>
    /// <param name="op">The op.</param>
    /// <param name="sizes">The image's sizes, a vector of 64-bit integers.</param>
    /// <param name="kernel">The kernel's size.</param>
    public (OnnxValue Before, OnnxValue After, OnnxValue Outputs) Geometry(OpContext op, OnnxValue sizes, long[] kernel)
    {
        OnnxValue spans = op.Longs([.. kernel.Select((k, i) => ((k - 1) * Dilations[i]) + 1)]);
        OnnxValue strides = op.Longs(Strides), one = op.Longs(1), zero = op.Longs(new long[kernel.Length]);
        if (Padding == "SAME")
        {
            OnnxValue outputs = op.Div(op.Sub(op.Add(sizes, strides), one), strides);
            OnnxValue reach = op.Add(op.Mul(op.Sub(outputs, one), strides), spans);
            OnnxValue total = op.Emit("Max", op.Sub(reach, sizes), zero);
            OnnxValue before = op.Div(total, op.Longs(2));
            return (before, op.Sub(total, before), outputs);
        }

        (long Before, long After)[] pads = [.. kernel.Select((k, i) => Pads(i, Dim.Unknown(), k))];
        OnnxValue first = op.Longs(Array.ConvertAll(pads, p => p.Before)), last = op.Longs(Array.ConvertAll(pads, p => p.After));
        OnnxValue room = op.Sub(op.Add(op.Add(sizes, first), last), spans);
        return (first, last, op.Emit("Max", op.Div(op.Add(room, strides), strides), zero));
    }

    /// <summary>How much SAME pads in all; -1 where it depends on what is not known.</summary>
    private static long SamePadding(Dim size, Dim kernel, long stride, long dilation)
    {
        if (!kernel.IsKnown)
        {
            return -1;
        }

        long span = ((kernel.Value - 1) * dilation) + 1;
        if (stride == 1 || span == 1)
        {
            return span - 1;
        }

        return size.IsKnown ? Math.Max(0, (((size.Value + stride - 1) / stride) - 1) * stride + span - size.Value) : -1;
    }
}
