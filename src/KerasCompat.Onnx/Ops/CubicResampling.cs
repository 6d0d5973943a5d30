using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>
/// The weights of TensorFlow's bicubic resizing (tensorflow/core/kernels/image/resize_bicubic_op.cc): four taps for each sample, with the
/// sample's position rounded to 1/1024 of a pixel, since TensorFlow looks the coefficients up in a table.
/// </summary>
internal static class CubicResampling
{
    private const double TableSize = 1024;

    public static OnnxValue Matrix(OpContext op, ResizeAxis axis, bool centered)
    {
        OnnxValue half = op.Scalar(DType.Float32, 0.5);
        OnnxValue at = centered
            ? op.Sub(op.Mul(op.Add(axis.Samples, half), axis.Scale), half)
            : op.Mul(axis.Samples, axis.Scale);
        OnnxValue pixel = op.Emit("Floor", at), table = op.Scalar(DType.Float32, TableSize);
        OnnxValue offset = op.Div(op.Emit("Round", op.Mul(op.Sub(at, pixel), table)), table);
        OnnxValue one = op.Scalar(DType.Float32, 1), rest = op.Sub(one, offset);
        double a = centered ? -0.5 : -0.75;
        OnnxValue[] weights = [Outer(op, a, op.Add(offset, one)), Inner(op, a, offset), Inner(op, a, rest), Outer(op, a, op.Add(rest, one))];
        OnnxValue? matrix = null;
        for (int tap = 0; tap < weights.Length; tap++)
        {
            OnnxValue read = op.Add(pixel, op.Scalar(DType.Float32, tap - 1));
            OnnxValue index = centered ? read : op.Emit("Max", op.Emit("Min", read, axis.LastPixel), op.Scalar(DType.Float32, 0));
            OnnxValue hit = op.Cast(op.Emit("Equal", op.Unsqueeze(index, 1), axis.Pixels), DType.Float32);
            OnnxValue part = op.Mul(hit, op.Unsqueeze(weights[tap], 1));
            matrix = matrix is null ? part : op.Add(matrix, part);
        }

        return centered ? ResamplingMatrix.Normalized(op, matrix!) : matrix!;
    }

    /// <summary>((a + 2) x - (a + 3)) x² + 1, for distances up to 1.</summary>
    private static OnnxValue Inner(OpContext op, double a, OnnxValue x) => Polynomial(op, x, a + 2, -(a + 3), 0, 1);

    /// <summary>a x³ - 5a x² + 8a x - 4a, for distances between 1 and 2.</summary>
    private static OnnxValue Outer(OpContext op, double a, OnnxValue x) => Polynomial(op, x, a, -5 * a, 8 * a, -4 * a);

    private static OnnxValue Polynomial(OpContext op, OnnxValue x, params ReadOnlySpan<double> coefficients)
    {
        OnnxValue value = op.Scalar(x.DType, coefficients[0]);
        foreach (double coefficient in coefficients[1..])
        {
            value = op.Mul(value, x);
            value = coefficient == 0 ? value : op.Add(value, op.Scalar(x.DType, coefficient));
        }

        return value;
    }
}
