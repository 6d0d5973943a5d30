using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Windows of an image that are laid out or compared, without weights to multiply (tensorflow/core/ops/array_ops.cc, nn_ops.cc).</summary>
internal static class PatchOps
{
    /// <summary>Each patch becomes the channels of one element, row by row with the image's channels innermost.</summary>
    [TfOp("ExtractImagePatches")]
    public static void ExtractImagePatches(OpContext op) => ExtractPatches(op, 2, "rates");

    [TfOp("ExtractVolumePatches")]
    public static void ExtractVolumePatches(OpContext op) => ExtractPatches(op, 3, "rates");

    /// <summary>The maximum over a window of the image plus a filter of [height, width, channels].</summary>
    [TfOp("Dilation2D", Note = "a filter whose size is known when the model is loaded")]
    public static void Dilation2D(OpContext op)
    {
        var layout = new SpatialLayout(ChannelsFirst: false, 2);
        var window = new SpatialWindow(op, layout, "rates");
        OnnxValue image = op.Input(0), filter = op.Input(1);
        if (filter.Shape is not [{ IsKnown: true } height, { IsKnown: true } width, _] || height.Value * width.Value > 1024)
        {
            throw op.Refuse("the size of its filter is not known, or very large");
        }

        (OnnxValue padded, OnnxValue outputs) = Pad(op, window, image, [height.Value, width.Value], double.NegativeInfinity);
        OnnxValue strides = op.Longs(window.Strides), reach = op.Add(op.Mul(op.Sub(outputs, op.Longs(1)), strides), op.Longs(1));
        OnnxValue? largest = null;
        for (long y = 0; y < height.Value; y++)
        {
            for (long x = 0; x < width.Value; x++)
            {
                OnnxValue start = op.Longs(y * window.Dilations[0], x * window.Dilations[1]);
                OnnxValue shifted = op.Emit("Slice", padded, start, op.Add(start, reach), op.Longs(1, 2), strides);
                OnnxValue weight = op.Squeeze(op.Slice(filter, [y, x], [y + 1, x + 1], [0, 1]), 0, 1);
                OnnxValue sum = op.Add(shifted, weight);
                largest = largest is null ? sum : op.Emit("Max", largest, sum);
            }
        }

        op.Output(largest ?? throw op.Refuse("its filter is empty"));
    }

    private static void ExtractPatches(OpContext op, int spatialRank, string rates)
    {
        var layout = new SpatialLayout(ChannelsFirst: false, spatialRank);
        var window = new SpatialWindow(op, layout, rates);
        long[] kernel = layout.Spatial(op.Attributes.Ints("ksizes"));
        (OnnxValue patches, OnnxValue outputs) = Pad(op, window, op.Input(0), kernel, 0);
        for (int i = 0; i < spatialRank; i++)
        {
            // One axis of positions becomes two: where the patch is, and where in the patch.
            OnnxValue first = op.Mul(Counting(op, op.Squeeze(op.Slice(outputs, i, 1), 0)), op.Long(window.Strides[i]));
            OnnxValue offsets = op.Longs([.. Enumerable.Range(0, (int)kernel[i]).Select(k => k * window.Dilations[i])]);
            patches = op.Gather(patches, op.Add(op.Unsqueeze(first, 1), offsets), (2 * i) + 1);
        }

        long[] perm =
        [
            0,
            .. Enumerable.Range(0, spatialRank).Select(i => (2L * i) + 1),
            .. Enumerable.Range(0, spatialRank).Select(i => (2L * i) + 2),
            (2L * spatialRank) + 1,
        ];
        OnnxValue ordered = op.Transpose(patches, perm);
        OnnxValue image = op.Shape(op.Input(0));
        OnnxValue depth = op.Mul(op.Slice(image, spatialRank + 1, 1), op.Longs(kernel.Aggregate(1L, (product, k) => product * k)));
        op.Output(op.ReshapeTo(ordered, op.Concat(0, op.Slice(image, 0, 1), outputs, depth)));
    }

    private static (OnnxValue Padded, OnnxValue Outputs) Pad(OpContext op, SpatialWindow window, OnnxValue image, long[] kernel, double value)
    {
        OnnxValue sizes = op.Slice(op.Shape(image), 1, kernel.Length);
        (OnnxValue before, OnnxValue after, OnnxValue outputs) = window.Geometry(op, sizes, kernel);
        OnnxValue none = op.Longs(0);
        OnnxValue pads = op.Concat(0, none, before, none, none, after, none);
        OnnxValue filling = op.Scalar(image.DType, image.DType.IsFloat() || value == 0 ? value : Lowest(image.DType));
        return (op.Emit("Pad", image, pads, filling), outputs);
    }

    private static double Lowest(DType dtype) => dtype.IsUnsigned() ? 0 : -Math.Pow(2, (8 * dtype.Size()) - 1);

    private static OnnxValue Counting(OpContext op, OnnxValue count) => op.Emit("Range", op.Long(0), count, op.Long(1));
}
