using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Regions of images, sampled to one size (tensorflow/core/kernels/image/crop_and_resize_op.cc).</summary>
internal static class CropAndResizeOps
{
    /// <summary>Inputs: images, boxes [regions, (y1, x1, y2, x2)] in parts of the image, the image of each region, the size. The result is float32.</summary>
    [TfOp("CropAndResize")]
    public static void CropAndResize(OpContext op)
    {
        OnnxValue image = op.Cast(op.Input(0), DType.Float32);
        Samples rows = Sample(op, image, 0), columns = Sample(op, image, 1);
        OnnxValue y = op.Unsqueeze(rows.Positions, 2), x = op.Unsqueeze(columns.Positions, 1);
        OnnxValue pixels = op.Attributes.String("method", "bilinear") == "nearest"
            ? Pixels(op, image, Nearest(op, y), Nearest(op, x))
            : Interpolate(op, image, y, x);
        OnnxValue inside = op.Emit("And", op.Unsqueeze(rows.Inside, 2), op.Unsqueeze(columns.Inside, 1));
        OnnxValue otherwise = op.Scalar(DType.Float32, op.Attributes.Float("extrapolation_value", 0));
        op.Output(op.Where(op.Unsqueeze(inside, 3), pixels, otherwise));
    }

    /// <summary>Positions [regions, size] along one dimension, kept inside of the image, and which of them lay there.</summary>
    private static Samples Sample(OpContext op, OnnxValue image, int dimension)
    {
        OnnxValue boxes = op.Input(1), sizes = op.Cast(op.Input(3), DType.Int64);
        OnnxValue from = op.Slice(boxes, [dimension], [dimension + 1], [1]), to = op.Slice(boxes, [dimension + 2], [dimension + 3], [1]);
        OnnxValue last = op.Cast(op.Sub(op.Size(image, dimension + 1), op.Long(1)), DType.Float32);
        OnnxValue size = op.Squeeze(op.Slice(sizes, dimension, 1), 0), one = op.Long(1);
        OnnxValue steps = op.Cast(op.Emit("Max", op.Sub(size, one), one), DType.Float32);
        OnnxValue scale = op.Div(op.Mul(op.Sub(to, from), last), steps);
        OnnxValue count = op.Cast(op.Emit("Range", op.Long(0), size, one), DType.Float32);
        OnnxValue spread = op.Add(op.Mul(from, last), op.Mul(count, scale));
        OnnxValue middle = op.Mul(op.Mul(op.Add(from, to), op.Scalar(DType.Float32, 0.5)), last);
        OnnxValue positions = op.Where(op.Emit("Greater", size, one), spread, middle), zero = op.Scalar(DType.Float32, 0);
        OnnxValue inside = op.Emit("And", op.Emit("GreaterOrEqual", positions, zero), op.Emit("LessOrEqual", positions, last));
        return new(op.Emit("Max", op.Emit("Min", positions, last), zero), inside);
    }

    private static OnnxValue Interpolate(OpContext op, OnnxValue image, OnnxValue y, OnnxValue x)
    {
        OnnxValue top = op.Emit("Floor", y), bottom = op.Emit("Ceil", y), left = op.Emit("Floor", x), right = op.Emit("Ceil", x);
        OnnxValue down = op.Unsqueeze(op.Sub(y, top), 3), across = op.Unsqueeze(op.Sub(x, left), 3);
        OnnxValue upper = Between(op, Pixels(op, image, top, left), Pixels(op, image, top, right), across);
        OnnxValue lower = Between(op, Pixels(op, image, bottom, left), Pixels(op, image, bottom, right), across);
        return Between(op, upper, lower, down);
    }

    private static OnnxValue Between(OpContext op, OnnxValue from, OnnxValue to, OnnxValue part) => op.Add(from, op.Mul(op.Sub(to, from), part));

    /// <summary>roundf of positions that are not negative: halves go up.</summary>
    private static OnnxValue Nearest(OpContext op, OnnxValue position) => op.Emit("Floor", op.Add(position, op.Scalar(DType.Float32, 0.5)));

    /// <summary>The pixels at rows [regions, height, 1] and columns [regions, 1, width] of each region's image.</summary>
    private static OnnxValue Pixels(OpContext op, OnnxValue image, OnnxValue rows, OnnxValue columns)
    {
        OnnxValue images = op.Unsqueeze(op.Cast(op.Input(2), DType.Int64), 1, 2), y = op.Cast(rows, DType.Int64), x = op.Cast(columns, DType.Int64);
        OnnxValue zero = op.Mul(op.Add(y, x), op.Long(0));
        OnnxValue indices = op.Concat(-1, op.Unsqueeze(op.Add(images, zero), 3), op.Unsqueeze(op.Add(y, zero), 3), op.Unsqueeze(op.Add(x, zero), 3));
        return op.Emit("GatherND", image, indices);
    }

    private readonly record struct Samples(OnnxValue Positions, OnnxValue Inside);
}
