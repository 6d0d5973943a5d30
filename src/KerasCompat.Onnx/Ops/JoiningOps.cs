using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Ops;

/// <summary>Ops that put tensors together and take them apart (tensorflow/core/ops/array_ops.cc).</summary>
internal static class JoiningOps
{
    [TfOp("Pack")]
    public static void Pack(OpContext op)
    {
        long axis = op.Attributes.Int("axis", 0);
        var parts = new OnnxValue?[op.InputCount];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = op.Unsqueeze(op.Input(i), axis);
        }

        op.Output(op.Concat(axis, parts));
    }

    /// <summary>Rows of one, one behind the other.</summary>
    [TfOp("ParallelConcat")]
    public static void ParallelConcat(OpContext op) => op.Output(op.Concat(0, [.. Enumerable.Range(0, op.InputCount).Select(op.Input)]));

    [TfOp("Unpack")]
    public static void Unpack(OpContext op)
    {
        OnnxValue input = op.Input(0);
        long axis = op.Attributes.Int("axis", 0);
        if (input.Rank == 1 || op.OutputCount == 1)
        {
            // Element by element, so that a shape that is taken apart stays known.
            for (int i = 0; i < op.OutputCount; i++)
            {
                op.Output(i, op.OutputCount == 1 ? op.Squeeze(input, axis) : op.Gather(input, op.Long(i)));
            }

            return;
        }

        OnnxValue[] parts = Parts(op, input, axis);
        for (int i = 0; i < parts.Length; i++)
        {
            op.Output(i, op.Squeeze(parts[i], axis));
        }
    }

    [TfOp("Concat")]
    public static void Concat(OpContext op) => Join(op, axisInput: 0, first: 1, count: op.InputCount - 1);

    [TfOp("ConcatV2")]
    public static void ConcatV2(OpContext op) => Join(op, axisInput: op.InputCount - 1, first: 0, count: op.InputCount - 1);

    /// <summary>Where each tensor begins in the concatenation of tensors of the given shapes.</summary>
    [TfOp("ConcatOffset")]
    public static void ConcatOffset(OpContext op)
    {
        DType type = op.Input(1).DType;
        OnnxValue isAxis = op.Cast(op.Emit("Equal", op.Range(op.Size(op.Input(1), 0)), op.Cast(op.Input(0), DType.Int64)), type);
        OnnxValue offset = op.Mul(op.Input(1), op.Scalar(type, 0));
        for (int i = 0; i + 1 < op.InputCount; i++)
        {
            op.Output(i, offset);
            offset = op.Add(offset, op.Mul(op.Input(i + 1), isAxis));
        }
    }

    [TfOp("Split")]
    public static void Split(OpContext op)
    {
        OnnxValue input = op.Input(1);
        if (op.OutputCount == 1)
        {
            op.Output(input);
            return;
        }

        Set(op, Parts(op, input, op.Integers(0, "axis")[0]));
    }

    /// <summary>One size may be -1: what is left.</summary>
    [TfOp("SplitV")]
    public static void SplitV(OpContext op)
    {
        OnnxValue input = op.Input(0), sizes = op.Cast(op.Input(1), DType.Int64);
        long axis = op.Integers(2, "axis")[0];
        if (op.OutputCount == 1)
        {
            op.Output(input);
            return;
        }

        if (op.IntegersOrNull(1) is not { } known || known.Contains(-1))
        {
            OnnxValue rest = op.Sub(op.Size(input, (int)axis), op.Add(op.Reduce("ReduceSum", sizes, [0], false), op.Long(1)));
            sizes = op.Where(op.Emit("Equal", sizes, op.Long(-1)), rest, sizes);
        }

        Set(op, op.EmitMany("Split", op.OutputCount, new OnnxAttributes { ["axis"] = axis }, input, sizes));
    }

    private static void Join(OpContext op, int axisInput, int first, int count)
    {
        var parts = new OnnxValue?[count];
        for (int i = 0; i < count; i++)
        {
            parts[i] = op.Input(first + i);
        }

        op.Output(op.Concat(op.Integers(axisInput, "axis")[0], parts));
    }

    private static OnnxValue[] Parts(OpContext op, OnnxValue input, long axis)
    {
        int count = op.OutputCount;
        if (input.Shape is { } shape && shape[op.Axis(axis, input)] is { IsKnown: true } size && size.Value % count == 0)
        {
            OnnxValue sizes = op.Longs([.. Enumerable.Repeat(size.Value / count, count)]);
            return op.EmitMany("Split", count, new OnnxAttributes { ["axis"] = axis }, input, sizes);
        }

        // Not num_outputs, which leaves the last part smaller where TensorFlow refuses, and refuses to cut nothing.
        OnnxValue each = op.Div(op.ToVector(op.Size(input, (int)axis)), op.Longs(count));
        return op.EmitMany("Split", count, new OnnxAttributes { ["axis"] = axis }, input, op.Expand(each, op.Longs(count)));
    }

    private static void Set(OpContext op, OnnxValue[] parts)
    {
        for (int i = 0; i < parts.Length; i++)
        {
            op.Output(i, parts[i]);
        }
    }
}
