using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Quantization that is simulated in float32 (tensorflow/core/kernels/fake_quant_ops_functor.h).</summary>
internal static class FakeQuantizationOps
{
    [TfOp("FakeQuantWithMinMaxArgs")]
    public static void FakeQuantWithMinMaxArgs(OpContext op) => Quantize(
        op, op.Scalar(DType.Float32, op.Attributes.Float("min", -6)), op.Scalar(DType.Float32, op.Attributes.Float("max", 6)));

    /// <summary>The range is an input; per channel it is a vector along the last dimension.</summary>
    [TfOp("FakeQuantWithMinMaxVars", "FakeQuantWithMinMaxVarsPerChannel")]
    public static void FakeQuantWithMinMaxVars(OpContext op) => Quantize(op, op.Input(1), op.Input(2));

    /// <summary>The range is moved so that zero is one of the steps.</summary>
    private static void Quantize(OpContext op, OnnxValue min, OnnxValue max)
    {
        double lowest = op.Attributes.Bool("narrow_range", false) ? 1 : 0, highest = Math.Pow(2, op.Attributes.Int("num_bits", 8)) - 1;
        OnnxValue low = Number(lowest), high = Number(highest), half = Number(0.5), zero = Number(0);
        OnnxValue width = op.Sub(max, min), empty = op.Emit("Equal", width, zero);
        OnnxValue scale = op.Where(empty, Number(1), op.Div(width, op.Sub(high, low)));
        OnnxValue exactZero = op.Sub(low, op.Div(min, scale));
        OnnxValue zeroPoint = op.Emit("Floor", op.Add(op.Emit("Max", op.Emit("Min", exactZero, high), low), half));
        OnnxValue first = op.Mul(op.Sub(low, zeroPoint), scale), last = op.Mul(op.Sub(high, zeroPoint), scale);
        OnnxValue clamped = op.Emit("Max", op.Emit("Min", op.Input(0), last), first);
        OnnxValue step = op.Emit("Floor", op.Add(op.Div(op.Sub(clamped, first), scale), half));
        op.Output(op.Where(empty, zero, op.Add(op.Mul(step, scale), first)));

        OnnxValue Number(double value) => op.Scalar(DType.Float32, value);
    }
}
