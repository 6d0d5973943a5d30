using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Tests, shifts and angles of single elements (tensorflow/core/ops/math_ops.cc, bitwise_ops.cc).</summary>
internal static class NumericOps
{
    [TfOp("IsFinite")]
    public static void IsFinite(OpContext op) =>
        op.Output(op.Emit("Not", op.Emit("Or", op.Emit("IsNaN", op.Input(0)), op.Emit("IsInf", op.Input(0)))));

    [TfOp("LogicalXor")]
    public static void LogicalXor(OpContext op) => op.Output(op.Emit("Xor", op.Input(0), op.Input(1)));

    [TfOp("ApproximateEqual")]
    public static void ApproximateEqual(OpContext op)
    {
        OnnxValue x = op.Input(0);
        OnnxValue distance = op.Emit("Abs", op.Sub(x, op.Input(1)));
        op.Output(op.Emit("LessOrEqual", distance, op.Scalar(x.DType, op.Attributes.Float("tolerance", 1e-5f))));
    }

    /// <summary>
    /// The angle of (x, y). atan(y / x) for positive x; half a turn more, with the sign of y, for negative x (minus zero is negative).
    /// Two infinities stand in the ratio of their signs; above or below the origin the sign of x decides nothing.
    /// </summary>
    [TfOp("Atan2")]
    public static void Atan2(OpContext op)
    {
        OnnxValue y = op.Input(0), x = op.Input(1);
        if (x.DType == DType.Float64)
        {
            throw op.Refuse("ONNX Runtime has no Atan of float64");
        }

        OnnxValue zero = op.Scalar(x.DType, 0), half = op.Scalar(x.DType, Math.PI);
        OnnxValue infinite = op.Emit("And", op.Emit("IsInf", x), op.Emit("IsInf", y));
        OnnxValue origin = op.Emit("And", op.Emit("Equal", x, zero), op.Emit("Equal", y, zero));
        OnnxValue ratio = op.Where(infinite, op.Mul(op.Emit("Sign", x), op.Emit("Sign", y)), op.Where(origin, y, op.Div(y, op.Where(op.Emit("Equal", x, zero), zero, x))));
        OnnxValue angle = op.Emit("Atan", ratio);
        OnnxValue left = op.Emit("Or", op.Emit("Less", x, zero), op.Emit("And", op.Emit("Equal", x, zero), IsNegative(op, x)));
        OnnxValue turned = op.Where(IsNegative(op, y), op.Emit("Neg", half), half);
        OnnxValue atOrigin = op.Where(left, turned, y);
        op.Output(op.Where(origin, atOrigin, op.Where(op.Emit("Less", x, zero), op.Add(angle, turned), angle)));
    }

    [TfOp("LeftShift")]
    public static void LeftShift(OpContext op)
    {
        (OnnxValue value, OnnxValue count, DType wide) = Shifted(op);
        OnnxValue bits = op.Cast(op.Cast(value, wide), Unsigned(wide));
        op.Output(op.Cast(op.Cast(op.Emit("BitShift", new OnnxAttributes { ["direction"] = "LEFT" }, bits, op.Cast(count, bits.DType)), wide), value.DType));
    }

    /// <summary>Negative numbers are shifted as ~(~x >> n), so that the sign comes in.</summary>
    [TfOp("RightShift")]
    public static void RightShift(OpContext op)
    {
        (OnnxValue value, OnnxValue count, DType wide) = Shifted(op);
        OnnxValue Shift(OnnxValue positive)
        {
            OnnxValue bits = op.Cast(positive, Unsigned(wide));
            return op.Cast(op.Emit("BitShift", new OnnxAttributes { ["direction"] = "RIGHT" }, bits, op.Cast(count, bits.DType)), wide);
        }

        OnnxValue x = op.Cast(value, wide);
        OnnxValue result = value.DType.IsUnsigned()
            ? Shift(x)
            : op.Where(op.Emit("Less", x, op.Scalar(wide, 0)), op.Emit("BitwiseNot", Shift(op.Emit("BitwiseNot", x))), Shift(x));
        op.Output(op.Cast(result, value.DType));
    }

    private static OnnxValue IsNegative(OpContext op, OnnxValue value)
    {
        OnnxValue zero = op.Scalar(value.DType, 0);
        return op.Emit("Or", op.Emit("Less", value, zero), op.Emit("And", op.Emit("Equal", value, zero), op.Emit("Less", op.Emit("Reciprocal", value), zero)));
    }

    /// <summary>The operands, with counts held inside the width of the type, and a type of at least 32 bits to shift in.</summary>
    private static (OnnxValue Value, OnnxValue Count, DType Wide) Shifted(OpContext op)
    {
        OnnxValue value = op.Input(0), count = op.Input(1);
        DType type = value.DType;
        int bits = 8 * type.Size();
        OnnxValue inside = type.IsUnsigned()
            ? op.Emit("Min", count, op.Scalar(type, bits - 1))
            : Extremes.Smaller(op, Extremes.Larger(op, count, op.Scalar(type, 0)), op.Scalar(type, bits - 1));
        DType wide = type switch
        {
            DType.Int64 or DType.UInt64 or DType.UInt32 => type,
            DType.UInt8 or DType.UInt16 => DType.UInt32,
            _ => DType.Int32,
        };
        return (value, inside, wide);
    }

    private static DType Unsigned(DType type) => type switch
    {
        DType.Int64 => DType.UInt64,
        DType.Int32 => DType.UInt32,
        _ => type,
    };
}
