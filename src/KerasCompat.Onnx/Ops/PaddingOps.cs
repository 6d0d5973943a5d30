using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Padding, reversing and rolling (tensorflow/core/ops/array_ops.cc, manip_ops.cc).</summary>
internal static class PaddingOps
{
    [TfOp("Pad", "PadV2")]
    public static void Pad(OpContext op)
    {
        OnnxValue input = op.Input(0), pads = Pads(op);
        op.Output(op.Node.Op == "PadV2" ? op.Emit("Pad", input, pads, op.ToScalar(op.Input(2))) : op.Emit("Pad", input, pads));
    }

    /// <summary>REFLECT is ONNX' own mode; SYMMETRIC, which repeats the edge, picks the elements along each axis.</summary>
    [TfOp("MirrorPad")]
    public static void MirrorPad(OpContext op)
    {
        OnnxValue input = op.Input(0);
        if (op.Attributes.String("mode", "REFLECT") == "REFLECT")
        {
            op.Output(op.Emit("Pad", new OnnxAttributes { ["mode"] = "reflect" }, input, Pads(op)));
            return;
        }

        long[]? known = op.IntegersOrNull(1);
        OnnxValue flat = op.Reshape(op.Cast(op.Input(1), DType.Int64), -1);
        OnnxValue result = input;
        for (int axis = 0; axis < op.Rank(input); axis++)
        {
            if (known is null || known[2 * axis] != 0 || known[(2 * axis) + 1] != 0)
            {
                result = op.Gather(result, Mirrored(op, op.Size(input, axis), op.Element(flat, 2 * axis), op.Element(flat, (2 * axis) + 1)), axis);
            }
        }

        op.Output(result);
    }

    [TfOp("ReverseV2")]
    public static void ReverseV2(OpContext op)
    {
        OnnxValue axes = op.Cast(op.Input(1), DType.Int64);
        OnnxValue shape = op.Shape(axes);
        op.Output(op.IntegersOrNull(1) is { Length: 0 }
            ? op.Input(0)
            : op.Emit("Slice", op.Input(0), op.Fill(shape, DType.Int64, -1), op.Fill(shape, DType.Int64, -long.MaxValue), axes, op.Fill(shape, DType.Int64, -1)));
    }

    /// <summary>Reverses the axes that a vector of booleans marks.</summary>
    [TfOp("Reverse")]
    public static void Reverse(OpContext op)
    {
        if (op.ConstantOrNull(1) is not { } constant)
        {
            OnnxValue marked = op.Squeeze(op.Emit("NonZero", op.Input(1)), 0), backwards = op.Fill(op.Shape(marked), DType.Int64, -1);
            op.Output(op.Emit("Slice", op.Input(0), backwards, op.Fill(op.Shape(marked), DType.Int64, -long.MaxValue), marked, backwards));
            return;
        }

        long[] marks = Constants.ToIntegers(constant);
        long[] axes = [.. Enumerable.Range(0, marks.Length).Where(i => marks[i] != 0).Select(i => (long)i)];
        op.Output(axes.Length == 0 ? op.Input(0) : op.Reversed(op.Input(0), axes));
    }

    /// <summary>ONNX wants time and batch among the first two axes.</summary>
    [TfOp("ReverseSequence")]
    public static void ReverseSequence(OpContext op)
    {
        OnnxValue input = op.Input(0), lengths = op.Cast(op.Input(1), DType.Int64);
        int batch = op.Axis(op.Attributes.Int("batch_dim", 0), input), time = op.Axis(op.Attributes.Int("seq_dim", 0), input);
        if (batch < 2 && time < 2)
        {
            op.Output(op.Emit("ReverseSequence", new OnnxAttributes { ["batch_axis"] = (long)batch, ["time_axis"] = (long)time }, input, lengths));
            return;
        }

        long[] perm = [batch, time, .. op.AllAxes(input).Where(a => a != batch && a != time)];
        OnnxValue reversed = op.Emit(
            "ReverseSequence", new OnnxAttributes { ["batch_axis"] = 0L, ["time_axis"] = 1L }, op.Transpose(input, perm), lengths);
        op.Output(op.Transpose(reversed, OpContext.Inverse(perm)));
    }

    /// <summary>What leaves at the end of an axis enters at its beginning.</summary>
    [TfOp("Roll")]
    public static void Roll(OpContext op)
    {
        OnnxValue result = op.Input(0);
        long[] axes = op.Integers(2, "axes");
        OnnxValue shifts = op.Reshape(op.Cast(op.Input(1), DType.Int64), -1);
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = op.Axis(axes[i], result);
            OnnxValue size = op.Emit("Max", op.Size(result, axis), op.Long(1));
            OnnxValue start = op.ToVector(op.Emit("Mod", op.Emit("Neg", op.Element(shifts, i)), size));
            result = op.Concat(
                axis,
                op.Emit("Slice", result, start, op.Longs(long.MaxValue), op.Longs(axis)),
                op.Emit("Slice", result, op.Longs(0), start, op.Longs(axis)));
        }

        op.Output(result);
    }

    /// <summary>[n, 2] in TensorFlow: before and after for each axis; [2n] in ONNX: all before, then all after.</summary>
    private static OnnxValue Pads(OpContext op) => op.Reshape(op.Transpose(op.Cast(op.Input(1), DType.Int64), 1, 0), -1);

    /// <summary>Positions -before ... size + after - 1, mirrored with the edge twice: the walk 0 ... n-1, n-1 ... 0 repeats with period 2n.</summary>
    private static OnnxValue Mirrored(OpContext op, OnnxValue size, OnnxValue before, OnnxValue after)
    {
        OnnxValue positions = op.Emit("Range", op.Emit("Neg", before), op.Add(size, after), op.Long(1));
        OnnxValue period = op.Mul(size, op.Long(2));
        OnnxValue phase = op.Emit("Mod", positions, op.Emit("Max", period, op.Long(1)));
        return op.Emit("Min", phase, op.Sub(op.Sub(period, op.Long(1)), phase));
    }
}
