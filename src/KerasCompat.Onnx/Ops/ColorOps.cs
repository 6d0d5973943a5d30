using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Colors of images whose last dimension is red, green and blue (tensorflow/core/kernels/image/colorspace_op.h, adjust_*_op.cc).</summary>
internal static class ColorOps
{
    [TfOp("RGBToHSV")]
    public static void RgbToHsv(OpContext op)
    {
        (OnnxValue hue, OnnxValue saturation, OnnxValue value) = ToHsv(op, op.Input(0));
        op.Output(op.Concat(-1, hue, saturation, value));
    }

    [TfOp("HSVToRGB")]
    public static void HsvToRgb(OpContext op)
    {
        OnnxValue[] parts = Channels(op, op.Input(0));
        op.Output(ToRgb(op, parts[0], parts[1], parts[2]));
    }

    /// <summary>Turns the hue by a part of the circle.</summary>
    [TfOp("AdjustHue")]
    public static void AdjustHue(OpContext op)
    {
        (OnnxValue hue, OnnxValue saturation, OnnxValue value) = ToHsv(op, op.Input(0));
        OnnxValue turned = op.Add(hue, op.Cast(op.Input(1), hue.DType));
        op.Output(ToRgb(op, op.Sub(turned, op.Emit("Floor", turned)), saturation, value));
    }

    [TfOp("AdjustSaturation")]
    public static void AdjustSaturation(OpContext op)
    {
        (OnnxValue hue, OnnxValue saturation, OnnxValue value) = ToHsv(op, op.Input(0));
        op.Output(ToRgb(op, hue, Unit(op, op.Mul(saturation, op.Cast(op.Input(1), hue.DType))), value));
    }

    /// <summary>(x - mean) * factor + mean, with the mean of each channel of each image.</summary>
    [TfOp("AdjustContrastv2")]
    public static void AdjustContrast(OpContext op)
    {
        OnnxValue image = op.Input(0);
        OnnxValue mean = op.Reduce("ReduceMean", image, [-3, -2], keepDims: true);
        op.Output(op.Add(op.Mul(op.Sub(image, mean), op.Cast(op.Input(1), image.DType)), mean));
    }

    private static OnnxValue[] Channels(OpContext op, OnnxValue image) => op.EmitMany("Split", 3, new OnnxAttributes { ["axis"] = -1L, ["num_outputs"] = 3L }, image);

    private static (OnnxValue Hue, OnnxValue Saturation, OnnxValue Value) ToHsv(OpContext op, OnnxValue image)
    {
        OnnxValue[] rgb = Channels(op, image);
        (OnnxValue red, OnnxValue green, OnnxValue blue) = (rgb[0], rgb[1], rgb[2]);
        OnnxValue zero = op.Scalar(image.DType, 0), one = op.Scalar(image.DType, 1);
        OnnxValue value = op.Reduce("ReduceMax", image, [-1], keepDims: true);
        OnnxValue range = op.Sub(value, op.Reduce("ReduceMin", image, [-1], keepDims: true));
        OnnxValue bright = op.Emit("Greater", value, zero), colored = op.Emit("Greater", range, zero);
        OnnxValue saturation = op.Where(bright, op.Div(range, op.Where(bright, value, one)), zero);
        OnnxValue unit = op.Div(op.Scalar(image.DType, 1 / 6.0), op.Where(colored, range, one));
        OnnxValue fromRed = op.Mul(op.Sub(green, blue), unit);
        OnnxValue fromGreen = op.Add(op.Mul(op.Sub(blue, red), unit), op.Scalar(image.DType, 2 / 6.0));
        OnnxValue fromBlue = op.Add(op.Mul(op.Sub(red, green), unit), op.Scalar(image.DType, 4 / 6.0));
        OnnxValue hue = op.Where(op.Emit("Equal", red, value), fromRed, op.Where(op.Emit("Equal", green, value), fromGreen, fromBlue));
        hue = op.Where(op.Emit("Less", hue, zero), op.Add(hue, one), hue);
        return (op.Where(colored, hue, zero), saturation, value);
    }

    private static OnnxValue ToRgb(OpContext op, OnnxValue hue, OnnxValue saturation, OnnxValue value)
    {
        OnnxValue one = op.Scalar(hue.DType, 1), two = op.Scalar(hue.DType, 2);
        OnnxValue angle = op.Mul(hue, op.Scalar(hue.DType, 6)), white = op.Sub(one, saturation);
        OnnxValue red = Unit(op, op.Sub(Distance(3), one));
        OnnxValue green = Unit(op, op.Sub(two, Distance(2)));
        OnnxValue blue = Unit(op, op.Sub(two, Distance(4)));
        return op.Mul(op.Add(white, op.Mul(saturation, op.Concat(-1, red, green, blue))), value);

        OnnxValue Distance(double from) => op.Emit("Abs", op.Sub(angle, op.Scalar(hue.DType, from)));
    }

    private static OnnxValue Unit(OpContext op, OnnxValue value) =>
        op.Emit("Clip", value, op.Scalar(value.DType, 0), op.Scalar(value.DType, 1));
}
