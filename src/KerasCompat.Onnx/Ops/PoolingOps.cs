using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Pools (tensorflow/core/ops/nn_ops.cc, tensorflow/core/kernels/pooling_ops_common.cc).</summary>
internal static class PoolingOps
{
    [TfOp("MaxPool")]
    public static void MaxPool(OpContext op) => MaxPool(op, 2, op.Attributes.Ints("ksize"), op.Attributes.Ints("strides"));

    /// <summary>The kernel and the strides are inputs here.</summary>
    [TfOp("MaxPoolV2", Note = "kernel and strides known when the model is loaded")]
    public static void MaxPoolV2(OpContext op) => MaxPool(op, 2, op.Integers(1, "kernel sizes"), op.Integers(2, "strides"));

    [TfOp("MaxPool3D")]
    public static void MaxPool3D(OpContext op) => MaxPool(op, 3, op.Attributes.Ints("ksize"), op.Attributes.Ints("strides"));

    /// <summary>Padding is left out of the average.</summary>
    [TfOp("AvgPool")]
    public static void AvgPool(OpContext op) => AveragePool(op, 2);

    [TfOp("AvgPool3D")]
    public static void AvgPool3D(OpContext op) => AveragePool(op, 3);

    /// <summary>
    /// The position of each maximum is counted row by row with the channels innermost, of one image or of the batch; ONNX counts with the
    /// channels outermost over the batch.
    /// </summary>
    [TfOp("MaxPoolWithArgmax")]
    public static void MaxPoolWithArgmax(OpContext op)
    {
        var layout = new SpatialLayout(ChannelsFirst: false, 2);
        var window = new SpatialWindow(op, layout);
        OnnxValue image = layout.ToOnnx(op, op.Input(0)), read = window.WithoutGaps(op, image, layout.Spatial(op.Attributes.Ints("ksize")));
        OnnxValue[] pooled = Pool(op, "MaxPool", window, read, op.Attributes.Ints("ksize"), outputs: 2);
        op.Output(0, layout.FromOnnx(op, pooled[0]));

        OnnxValue shape = op.Shape(image), channels = op.Size(image, 1), width = op.Size(image, 3), readWidth = op.Size(read, 3);
        OnnxValue area = op.Mul(op.Size(image, 2), width);
        OnnxValue position = op.Emit("Mod", pooled[1], op.Mul(op.Size(read, 2), readWidth));
        if (read != image)
        {
            position = op.Add(op.Mul(op.Div(position, readWidth), width), op.Emit("Mod", position, readWidth));
        }

        OnnxValue channel = op.Unsqueeze(Counting(op, channels), 1, 2);
        OnnxValue index = op.Add(op.Mul(position, channels), channel);
        if (op.Attributes.Bool("include_batch_in_index", false))
        {
            OnnxValue image0 = op.Unsqueeze(Counting(op, op.Squeeze(op.Slice(shape, 0, 1), 0)), 1, 2, 3);
            index = op.Add(index, op.Mul(image0, op.Mul(area, channels)));
        }

        op.Output(1, op.Cast(layout.FromOnnx(op, index), op.Attributes.Type("Targmax", DType.Int64)));
    }

    private static OnnxValue Counting(OpContext op, OnnxValue count) => op.Emit("Range", op.Long(0), count, op.Long(1));

    private static void MaxPool(OpContext op, int spatialRank, IReadOnlyList<long> kernel, IReadOnlyList<long> strides)
    {
        SpatialLayout layout = SpatialLayout.Of(op, spatialRank);
        if (kernel.Count == layout.Rank && kernel[layout.ChannelAxis] != 1)
        {
            op.Output(OverChannels(op, layout, kernel));
            return;
        }

        var window = new SpatialWindow(op, layout, strides: strides);
        OnnxValue image = layout.ToOnnx(op, op.Input(0));
        op.Output(layout.FromOnnx(op, Pool(op, "MaxPool", window, window.WithoutGaps(op, image, layout.Spatial(kernel)), kernel)[0]));
    }

    private static void AveragePool(OpContext op, int spatialRank)
    {
        if (op.InputType(0) == DType.Float64)
        {
            throw op.Refuse("ONNX Runtime averages in single precision only");
        }

        SpatialLayout layout = SpatialLayout.Of(op, spatialRank);
        var window = new SpatialWindow(op, layout);
        OnnxValue image = layout.ToOnnx(op, op.Input(0));
        op.Output(layout.FromOnnx(op, Pool(op, "AveragePool", window, window.WithoutGaps(op, image, layout.Spatial(op.Attributes.Ints("ksize"))), op.Attributes.Ints("ksize"))[0]));
    }

    private static OnnxValue[] Pool(OpContext op, string opType, SpatialWindow window, OnnxValue image, IReadOnlyList<long> ksize, int outputs = 1)
    {
        if (ksize.Count != window.Layout.Rank || ksize[0] != 1 || ksize[window.Layout.ChannelAxis] != 1)
        {
            throw op.Refuse("it pools over images or channels");
        }

        long[] kernel = window.Layout.Spatial(ksize);
        OnnxAttributes attributes = window.Attributes(image, Array.ConvertAll(kernel, k => (Dim)k));
        attributes.Remove("dilations");
        attributes["kernel_shape"] = kernel;
        return op.EmitMany(opType, outputs, attributes, image);
    }

    /// <summary>A maximum over runs of channels; TensorFlow allows it only with a stride of the same length and nothing pooled in space.</summary>
    private static OnnxValue OverChannels(OpContext op, SpatialLayout layout, IReadOnlyList<long> kernel)
    {
        if (layout.ChannelsFirst || kernel.Count(k => k != 1) != 1)
        {
            throw op.Refuse("it pools over channels and space at once");
        }

        OnnxValue image = op.Input(0);
        OnnxValue leading = op.Slice(op.Shape(image), 0, layout.Rank - 1), length = op.Longs(kernel[layout.ChannelAxis]);
        OnnxValue runs = op.ReshapeTo(image, op.Concat(0, leading, op.Div(op.Slice(op.Shape(image), layout.Rank - 1, 1), length), length));
        return op.Reduce("ReduceMax", runs, [layout.Rank], keepDims: false);
    }
}
