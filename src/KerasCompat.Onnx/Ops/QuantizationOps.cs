using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Rounding of floats to what so many bits can say (tensorflow/core/kernels/quantize_and_dequantize_op.h).</summary>
internal static class QuantizationOps
{
    [TfOp("QuantizeAndDequantizeV2", "QuantizeAndDequantizeV3", "QuantizeAndDequantizeV4")]
    public static void QuantizeAndDequantize(OpContext op)
    {
        OnnxValue input = op.Input(0);
        DType type = input.DType;
        bool isSigned = op.Attributes.Bool("signed_input", true), given = op.Attributes.Bool("range_given", op.Node.Op.EndsWith("V3", StringComparison.Ordinal));
        int bits = op.Node.Op.EndsWith("V3", StringComparison.Ordinal) ? (int)op.Integers(3, "bits")[0] : (int)op.Attributes.Int("num_bits", 8);
        double lowest = !isSigned ? 0 : -Math.Pow(2, bits - 1) + (op.Attributes.Bool("narrow_range", false) ? 1 : 0);
        double highest = Math.Pow(2, isSigned ? bits - 1 : bits) - 1;
        long axis = op.Attributes.Int("axis", -1);

        OnnxValue min = given ? Bound(op, op.Input(1), axis) : Extreme(op, "ReduceMin", axis);
        OnnxValue max = given ? Bound(op, op.Input(2), axis) : Extreme(op, "ReduceMax", axis);
        OnnxValue low = op.Scalar(type, lowest), high = op.Scalar(type, highest);

        // The side whose bound needs the smaller scale decides; a bound on the other side of zero does not.
        OnnxValue none = op.Scalar(type, Bounds.Highest(type)), zero = op.Scalar(type, 0);
        OnnxValue fromMin = op.Where(op.Emit("Greater", op.Mul(low, min), zero), op.Div(low, min), none);
        OnnxValue fromMax = op.Where(op.Emit("Greater", op.Mul(high, max), zero), op.Div(high, max), none);
        OnnxValue byMin = op.Emit("Less", fromMin, fromMax);
        OnnxValue scale = op.Where(byMin, fromMin, fromMax);
        OnnxValue inverse = lowest == 0 ? op.Div(max, high) : op.Where(byMin, op.Div(min, low), op.Div(max, high));
        OnnxValue clamped = given
            ? op.Emit("Max", op.Emit("Min", input, op.Where(byMin, op.Mul(high, inverse), max)), op.Where(byMin, min, op.Mul(low, inverse)))
            : input;
        OnnxValue scaled = op.Mul(clamped, scale);
        OnnxValue rounded = op.Attributes.String("round_mode", "HALF_TO_EVEN") == "HALF_UP"
            ? op.Emit("Floor", op.Add(scaled, op.Scalar(type, 0.5)))
            : op.Emit("Round", scaled);
        op.Output(op.Mul(rounded, inverse));
    }

    /// <summary>A bound for each channel stands along its axis.</summary>
    private static OnnxValue Bound(OpContext op, OnnxValue bound, long axis)
    {
        if (axis < 0 || bound.Rank == 0)
        {
            return bound;
        }

        return op.Unsqueeze(bound, Axes.Range(1, op.Rank(op.Input(0)) - 1 - (int)axis));
    }

    private static OnnxValue Extreme(OpContext op, string reduction, long axis) =>
        op.Reduce(reduction, op.Input(0), [.. op.AllAxes(op.Input(0)).Where(a => a != axis)], keepDims: true);
}
