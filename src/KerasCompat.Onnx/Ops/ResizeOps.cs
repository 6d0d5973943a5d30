using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Resizing of images (tensorflow/core/kernels/image/resize_*.cc): NHWC, sizes given at run time, samples at pixel centers
/// (half_pixel_centers), corner to corner (align_corners), or at pixel corners as before TensorFlow 2.
/// </summary>
internal static class ResizeOps
{
    private static readonly SpatialLayout Layout = new(ChannelsFirst: false, 2);

    /// <summary>The result is float32 whatever the image is.</summary>
    [TfOp("ResizeBilinear")]
    public static void ResizeBilinear(OpContext op)
    {
        OnnxValue image = Layout.ToOnnx(op, op.Cast(op.Input(0), DType.Float32));
        (ResizeAxis rows, ResizeAxis columns) = Axes(op, image);
        var attributes = new OnnxAttributes { ["mode"] = "linear", ["coordinate_transformation_mode"] = Coordinates(op) };
        op.Output(Layout.FromOnnx(op, Resize(op, attributes, image, rows, columns)));
    }

    /// <summary>
    /// Copies pixels, so that one index that is rounded otherwise is a wrong pixel: where the factor is no integer, the indices are computed
    /// as TensorFlow does.
    /// </summary>
    [TfOp("ResizeNearestNeighbor")]
    public static void ResizeNearestNeighbor(OpContext op)
    {
        OnnxValue image = Layout.ToOnnx(op, op.Input(0));
        (ResizeAxis rows, ResizeAxis columns) = Axes(op, image);
        bool aligned = op.Attributes.Bool("align_corners", false);
        if (!aligned && rows.Multiple is not null && columns.Multiple is not null && image.DType is DType.Float32 or DType.Int32 or DType.UInt8 or DType.Int8)
        {
            var attributes = new OnnxAttributes { ["mode"] = "nearest", ["coordinate_transformation_mode"] = "asymmetric", ["nearest_mode"] = "floor" };
            op.Output(Layout.FromOnnx(op, Resize(op, attributes, image, rows, columns)));
            return;
        }

        op.Output(Layout.FromOnnx(op, op.Gather(op.Gather(image, NearestPixels(op, rows), 2), NearestPixels(op, columns), 3)));
    }

    /// <summary>Keys' cubic with a = -0.5 and renormalized borders at pixel centers, else a = -0.75 and repeated borders.</summary>
    [TfOp("ResizeBicubic")]
    public static void ResizeBicubic(OpContext op)
    {
        bool centered = op.Attributes.Bool("half_pixel_centers", false);
        Resample(op, axis => CubicResampling.Matrix(op, axis, centered));
    }

    /// <summary>Each pixel of the result is the mean of the area that it covers.</summary>
    [TfOp("ResizeArea")]
    public static void ResizeArea(OpContext op) => Resample(op, axis => AreaMatrix(op, axis));

    private static void Resample(OpContext op, Func<ResizeAxis, OnnxValue> matrix)
    {
        OnnxValue image = Layout.ToOnnx(op, op.Cast(op.Input(0), DType.Float32));
        (ResizeAxis rows, ResizeAxis columns) = Axes(op, image);
        op.Output(Layout.FromOnnx(op, ResamplingMatrix.Apply(op, image, matrix(rows), matrix(columns))));
    }

    private static (ResizeAxis Rows, ResizeAxis Columns) Axes(OpContext op, OnnxValue image)
    {
        bool aligned = op.Attributes.Bool("align_corners", false);
        return (new ResizeAxis(op, image, 0, op.Input(1), aligned), new ResizeAxis(op, image, 1, op.Input(1), aligned));
    }

    private static string Coordinates(OpContext op) => op.Attributes.Bool("align_corners", false) ? "align_corners"
        : op.Attributes.Bool("half_pixel_centers", false) ? "half_pixel"
        : "asymmetric";

    private static OnnxValue Resize(OpContext op, OnnxAttributes attributes, OnnxValue image, ResizeAxis rows, ResizeAxis columns)
    {
        if (rows.Multiple is { } down && columns.Multiple is { } across)
        {
            OnnxValue scales = op.Constant(Constants.FromFloats(DType.Float32, [1, 1, down, across], [4]));
            return op.Emit("Resize", attributes, image, null, scales);
        }

        OnnxValue sizes = op.Concat(0, op.Slice(op.Shape(image), 0, 2), op.Unsqueeze(rows.Out, 0), op.Unsqueeze(columns.Out, 0));
        return op.Emit("Resize", attributes, image, null, null, sizes);
    }

    private static OnnxValue NearestPixels(OpContext op, ResizeAxis axis)
    {
        OnnxValue half = op.Scalar(DType.Float32, 0.5);
        OnnxValue samples = op.Attributes.Bool("half_pixel_centers", false) ? op.Add(axis.Samples, half) : axis.Samples;
        OnnxValue at = op.Mul(samples, axis.Scale);
        // roundf rounds halves away from zero, and these are not negative.
        OnnxValue pixel = op.Emit("Floor", op.Attributes.Bool("align_corners", false) ? op.Add(at, half) : at);
        return op.Cast(op.Emit("Min", pixel, axis.LastPixel), DType.Int64);
    }

    /// <summary>How much of each pixel lies between a sample and the next. What reaches beyond the image is taken from its last pixel.</summary>
    private static OnnxValue AreaMatrix(OpContext op, ResizeAxis axis)
    {
        OnnxValue one = op.Scalar(DType.Float32, 1), zero = op.Scalar(DType.Float32, 0), scale = axis.Scale;
        OnnxValue samples = op.Unsqueeze(axis.Samples, 1), pixels = axis.Pixels;
        OnnxValue first = op.Mul(samples, scale), last = op.Mul(op.Add(samples, one), scale);
        OnnxValue next = op.Add(pixels, one);
        OnnxValue border = op.Where(op.Emit("Less", pixels, axis.LastPixel), next, op.Add(next, op.Emit("Max", scale, next)));
        OnnxValue overlap = op.Sub(op.Emit("Min", border, last), op.Emit("Max", pixels, first));
        return op.Div(op.Emit("Max", overlap, zero), scale);
    }
}
