using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Exponentials and logarithms that stay accurate near zero, where 1 + x loses x (tensorflow/core/kernels/cwise_op_expm1.cc, cwise_op_log1p.cc).</summary>
internal static class ExponentialOps
{
    [TfOp("Log1p")]
    public static void Log1p(OpContext op) => op.Output(Log1p(op, op.Input(0)));

    /// <summary>With t = tanh(x / 2), exp(x) - 1 = 2t / (1 - t): no cancellation for small x. Larger ones are taken directly.</summary>
    [TfOp("Expm1")]
    public static void Expm1(OpContext op)
    {
        OnnxValue x = op.Input(0);
        OnnxValue Number(double value) => op.Scalar(x.DType, value);
        OnnxValue half = op.Emit("Tanh", op.Mul(x, Number(0.5)));
        OnnxValue small = op.Div(op.Mul(half, Number(2)), op.Sub(Number(1), half));
        OnnxValue large = op.Sub(op.Emit("Exp", x), Number(1));
        op.Output(op.Where(op.Emit("Less", op.Emit("Abs", x), Number(0.5)), small, large));
    }

    /// <summary>
    /// With u = 1 + x as it was rounded, log(1 + x) = log(u) * x / (u - 1): the error of u is in both (W. Kahan). Where u is 1 the answer
    /// is x itself, and so is infinity.
    /// </summary>
    internal static OnnxValue Log1p(OpContext op, OnnxValue x)
    {
        OnnxValue one = op.Scalar(x.DType, 1);
        OnnxValue u = op.Add(x, one);
        OnnxValue d = op.Sub(u, one);
        OnnxValue corrected = op.Mul(op.Emit("Log", u), op.Div(x, d));
        return op.Where(op.Emit("Or", op.Emit("Equal", u, one), op.Emit("Equal", x, op.Scalar(x.DType, double.PositiveInfinity))), x, corrected);
    }
}
