using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// Resizing with a sampling kernel and, when shrinking, antialiasing (tensorflow/core/kernels/image/scale_and_translate_op.cc,
/// sampling_kernels.h): inputs are the image, the new sizes, scales and translations.
/// </summary>
internal static class ScaleAndTranslateOps
{
    [TfOp("ScaleAndTranslate")]
    public static void ScaleAndTranslate(OpContext op)
    {
        var layout = new SpatialLayout(ChannelsFirst: false, 2);
        OnnxValue image = layout.ToOnnx(op, op.Cast(op.Input(0), DType.Float32));
        OnnxValue rows = Matrix(op, new ResizeAxis(op, image, 0, op.Input(1)), 0), columns = Matrix(op, new ResizeAxis(op, image, 1, op.Input(1)), 1);
        op.Output(layout.FromOnnx(op, ResamplingMatrix.Apply(op, image, rows, columns)));
    }

    private static OnnxValue Matrix(OpContext op, ResizeAxis axis, int dimension)
    {
        OnnxValue one = op.Scalar(DType.Float32, 1), half = op.Scalar(DType.Float32, 0.5), zero = op.Scalar(DType.Float32, 0);
        OnnxValue step = op.Div(one, Element(op, 2, dimension)), shift = op.Emit("Neg", op.Mul(step, Element(op, 3, dimension)));
        OnnxValue at = op.Unsqueeze(op.Add(op.Mul(op.Add(axis.Samples, half), step), shift), 1);
        OnnxValue width = op.Attributes.Bool("antialias", true) ? op.Emit("Max", step, one) : one;
        OnnxValue distance = op.Emit("Abs", op.Mul(op.Sub(op.Add(axis.Pixels, half), at), op.Div(one, width)));
        OnnxValue weights = ResamplingMatrix.Normalized(op, Kernel(op, distance));
        OnnxValue outside = op.Emit("Or", op.Emit("Less", at, zero), op.Emit("Greater", at, op.Cast(axis.In, DType.Float32)));
        return op.Where(outside, zero, weights);
    }

    private static OnnxValue Element(OpContext op, int input, int index) => op.Squeeze(op.Slice(op.Cast(op.Input(input), DType.Float32), index, 1), 0);

    private static OnnxValue Kernel(OpContext op, OnnxValue x) => op.Attributes.String("kernel_type", "lanczos3") switch
    {
        "lanczos1" => Lanczos(op, x, 1),
        "lanczos3" => Lanczos(op, x, 3),
        "lanczos5" => Lanczos(op, x, 5),
        // A radius of 1.5 covers three standard deviations.
        "gaussian" => Within(op, x, 1.5, op.Emit("Exp", op.Mul(op.Mul(x, x), op.Scalar(x.DType, -1 / (2 * 0.5 * 0.5))))),
        "box" => op.Add(
            op.Mul(op.Cast(op.Emit("Less", x, op.Scalar(x.DType, 0.5)), x.DType), op.Scalar(x.DType, 0.5)),
            op.Mul(op.Cast(op.Emit("LessOrEqual", x, op.Scalar(x.DType, 0.5)), x.DType), op.Scalar(x.DType, 0.5))),
        "triangle" => Within(op, x, 1, op.Sub(op.Scalar(x.DType, 1), x)),
        "keyscubic" => Cubic(op, x, [1.5, -2.5, 0, 1], [-0.5, 2.5, -4, 2]),
        "mitchellcubic" => Cubic(op, x, [7 / 6.0, -2, 0, 8 / 9.0], [-7 / 18.0, 2, -10 / 3.0, 16 / 9.0]),
        var other => throw op.Refuse($"its kernel_type is '{other}'"),
    };

    private static OnnxValue Lanczos(OpContext op, OnnxValue x, double radius)
    {
        OnnxValue angle = op.Mul(x, op.Scalar(x.DType, Math.PI)), near = op.Emit("LessOrEqual", x, op.Scalar(x.DType, 1e-3));
        OnnxValue safe = op.Where(near, op.Scalar(x.DType, 1), angle);
        OnnxValue product = op.Mul(op.Emit("Sin", angle), op.Emit("Sin", op.Div(angle, op.Scalar(x.DType, radius))));
        OnnxValue value = op.Div(op.Mul(product, op.Scalar(x.DType, radius)), op.Mul(safe, safe));
        return Within(op, x, radius, op.Where(near, op.Scalar(x.DType, 1), value));
    }

    private static OnnxValue Cubic(OpContext op, OnnxValue x, double[] inner, double[] outer)
    {
        OnnxValue close = op.Emit("Less", x, op.Scalar(x.DType, 1));
        return Within(op, x, 2, op.Where(close, Polynomial(op, x, inner), Polynomial(op, x, outer)));
    }

    private static OnnxValue Within(OpContext op, OnnxValue x, double radius, OnnxValue value) =>
        op.Where(op.Emit("Less", x, op.Scalar(x.DType, radius)), value, op.Scalar(x.DType, 0));

    private static OnnxValue Polynomial(OpContext op, OnnxValue x, double[] coefficients)
    {
        OnnxValue value = op.Scalar(x.DType, coefficients[0]);
        foreach (double coefficient in coefficients.AsSpan(1))
        {
            value = op.Add(op.Mul(value, x), op.Scalar(x.DType, coefficient));
        }

        return value;
    }
}
