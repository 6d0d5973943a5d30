using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Divisions and remainders, and products that take zero before not-a-number (tensorflow/core/kernels/cwise_ops.h).</summary>
internal static class DivisionOps
{
    /// <summary>Rounds towards minus infinity; of integers as (x - floormod(x, y)) / y, which is exact.</summary>
    [TfOp("FloorDiv")]
    public static void FloorDiv(OpContext op)
    {
        OnnxValue x = op.Input(0), y = op.Input(1);
        if (x.DType.IsFloat())
        {
            op.Output(op.Emit("Floor", op.Div(x, y)));
            return;
        }

        op.Output(x.DType.IsUnsigned() ? op.Div(x, y) : Quotient(op, op.Sub(x, FlooredRemainder(op, x, y)), y));
    }

    /// <summary>The remainder that has the sign of the divisor.</summary>
    [TfOp("FloorMod")]
    public static void FloorMod(OpContext op)
    {
        OnnxValue x = op.Input(0), y = op.Input(1);
        if (!x.DType.IsFloat())
        {
            op.Output(FlooredRemainder(op, x, y));
            return;
        }

        OnnxValue zero = op.Scalar(x.DType, 0), remainder = Remainder(op, x, y);
        OnnxValue differs = op.Emit("Xor", op.Emit("Less", remainder, zero), op.Emit("Less", y, zero));
        OnnxValue nonZero = op.Emit("Not", op.Emit("Equal", remainder, zero));
        op.Output(op.Where(op.Emit("And", nonZero, differs), op.Add(remainder, y), remainder));
    }

    /// <summary>The remainder that has the sign of the dividend, as in C.</summary>
    [TfOp("Mod", "TruncateMod")]
    public static void TruncateMod(OpContext op) => op.Output(Remainder(op, op.Input(0), op.Input(1)));

    [TfOp("DivNoNan")]
    public static void DivNoNan(OpContext op) => op.Output(UnlessZero(op, op.Input(1), op.Div(op.Input(0), op.Input(1))));

    [TfOp("MulNoNan")]
    public static void MulNoNan(OpContext op) => op.Output(UnlessZero(op, op.Input(1), op.Mul(op.Input(0), op.Input(1))));

    [TfOp("Xdivy")]
    public static void Xdivy(OpContext op) => op.Output(UnlessZero(op, op.Input(0), op.Div(op.Input(0), op.Input(1))));

    [TfOp("Xlogy")]
    public static void Xlogy(OpContext op) => op.Output(UnlessZero(op, op.Input(0), op.Mul(op.Input(0), op.Emit("Log", op.Input(1)))));

    [TfOp("Xlog1py")]
    public static void Xlog1py(OpContext op) => op.Output(UnlessZero(op, op.Input(0), op.Mul(op.Input(0), ExponentialOps.Log1p(op, op.Input(1)))));

    private static OnnxValue FlooredRemainder(OpContext op, OnnxValue x, OnnxValue y) => op.Emit("Mod", x, Divisor(op, y));

    private static OnnxValue Remainder(OpContext op, OnnxValue x, OnnxValue y) =>
        op.Emit("Mod", new OnnxAttributes { ["fmod"] = 1L }, x, x.DType.IsFloat() ? y : Divisor(op, y));

    /// <summary>
    /// The quotient of integers, rounded towards zero. The smallest integer has no opposite, so that dividing it by -1 stops the whole
    /// process on x86-64; the opposite is taken instead, which wraps around as in TensorFlow.
    /// </summary>
    internal static OnnxValue Quotient(OpContext op, OnnxValue x, OnnxValue y)
    {
        if (x.DType is not (DType.Int32 or DType.Int64) || Excludes(y, -1))
        {
            return op.Div(x, y);
        }

        OnnxValue minusOne = op.Emit("Equal", y, op.Scalar(y.DType, -1));
        return op.Where(minusOne, op.Emit("Neg", x), op.Div(x, op.Where(minusOne, op.Scalar(y.DType, 1), y)));
    }

    /// <summary>
    /// A divisor with which Mod stops no process: 1 for -1, whose remainders are all 0 too, and an error for 0. TensorFlow refuses a
    /// remainder by zero; ONNX Runtime checks for it in Div and not in Mod, so the divisor passes through a division.
    /// </summary>
    internal static OnnxValue Divisor(OpContext op, OnnxValue y)
    {
        OnnxValue safe = y.DType is DType.Int32 or DType.Int64 && !Excludes(y, -1)
            ? op.Where(op.Emit("Equal", y, op.Scalar(y.DType, -1)), op.Scalar(y.DType, 1), y)
            : y;
        return Excludes(y, 0) ? safe : op.Mul(safe, op.Div(safe, safe));
    }

    /// <summary>Whether a divisor is known, and never the given value.</summary>
    private static bool Excludes(OnnxValue divisor, long value) =>
        divisor.Constant is { } known && Array.IndexOf(Constants.ToIntegers(known), value) < 0;

    private static OnnxValue UnlessZero(OpContext op, OnnxValue value, OnnxValue result)
    {
        OnnxValue zero = op.Scalar(value.DType, 0);
        return op.Where(op.Emit("Equal", value, zero), zero, result);
    }
}
