using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Padding, rolling and reversing, for any element type (tensorflow/core/kernels/pad_op.cc, mirror_pad_op.cc, roll_op.cc).</summary>
internal static class PaddingKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("Pad", Pad);
        table.Add("PadV2", Pad);
        table.Add("MirrorPad", MirrorPad);
        table.Add("Roll", Roll);
        table.Add("ReverseSequence", ReverseSequence);
    }

    private static void Pad(KernelContext context)
    {
        HostTensor input = context.Input(0);
        (nint[] shape, long[] paddings) = Padded(context, input);
        HostTensor output = context.Allocate(0, input.DType, shape);
        if (context.InputCount > 2)
        {
            KernelShapes.Gather(context.Input(2), new int[output.Count], output);
        }
        else if (output.IsString)
        {
            output.Strings.Clear();
        }
        else
        {
            output.Bytes.Clear();
        }

        int[] strides = KernelShapes.Strides(shape);
        int start = 0;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            start += strides[axis] * (int)paddings[2 * axis];
        }

        int[] targets = KernelShapes.Indices(input.Shape, strides, start);
        for (int i = 0; i < targets.Length; i++)
        {
            HostTensor.Copy(input, i, output, targets[i], 1);
        }
    }

    /// <summary>Mirrors at the edge: between its element and the next (REFLECT), or behind it (SYMMETRIC).</summary>
    private static void MirrorPad(KernelContext context)
    {
        HostTensor input = context.Input(0);
        (nint[] shape, long[] paddings) = Padded(context, input);
        int edge = context.Attributes.String("mode", "REFLECT") == "REFLECT" ? 1 : 0;
        var sources = new int[shape.Length][];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            int size = (int)input.Shape[axis];
            KernelContext.Require(
                Math.Max(paddings[2 * axis], paddings[(2 * axis) + 1]) <= size - edge, $"paddings of dimension {axis} must be no greater than {size - edge}");
            sources[axis] = new int[shape[axis]];
            for (int i = 0; i < sources[axis].Length; i++)
            {
                int at = i - (int)paddings[2 * axis];
                sources[axis][i] = at < 0 ? edge - 1 - at : at < size ? at : (2 * size) - 1 - edge - at;
            }
        }

        KernelShapes.Gather(input, KernelShapes.Indices(input.Shape, sources), context.Allocate(0, input.DType, shape));
    }

    private static void Roll(KernelContext context)
    {
        HostTensor input = context.Input(0);
        long[] shifts = context.Integers(1), axes = context.Integers(2);
        KernelContext.Require(shifts.Length == axes.Length, "shift and axis must have the same size");
        var totals = new long[input.Rank];
        for (int i = 0; i < axes.Length; i++)
        {
            totals[KernelShapes.Axis(axes[i], input.Rank)] += shifts[i];
        }

        var sources = new int[input.Rank][];
        for (int axis = 0; axis < sources.Length; axis++)
        {
            int size = (int)input.Shape[axis];
            sources[axis] = new int[size];
            for (int i = 0; i < size; i++)
            {
                sources[axis][i] = (int)((((i - totals[axis]) % size) + size) % size);
            }
        }

        KernelShapes.Gather(input, KernelShapes.Indices(input.Shape, sources), context.Allocate(0, input.DType, input.Shape));
    }

    private static void ReverseSequence(KernelContext context)
    {
        HostTensor input = context.Input(0);
        long[] lengths = context.Integers(1);
        int batch = KernelShapes.Axis(context.Attributes.Int("batch_dim", 0), input.Rank), time = KernelShapes.Axis(context.Attributes.Int("seq_dim", 0), input.Rank);
        KernelContext.Require(batch != time, "batch_dim and seq_dim must differ");
        KernelContext.Require(lengths.Length == input.Shape[batch], $"Length of seq_lengths != input.dims({batch})");
        nint steps = input.Shape[time];
        KernelContext.Require(Array.TrueForAll(lengths, length => length >= 0 && length <= steps), $"seq_lens must be in [0, {steps}]");
        int[] strides = KernelShapes.Strides(input.Shape);
        int[] sources = KernelShapes.Indices(input.Shape, strides, 0);
        for (int i = 0; i < sources.Length; i++)
        {
            int step = i / strides[time] % (int)steps, length = (int)lengths[i / strides[batch] % (int)input.Shape[batch]];
            sources[i] += step < length ? (length - 1 - (2 * step)) * strides[time] : 0;
        }

        KernelShapes.Gather(input, sources, context.Allocate(0, input.DType, input.Shape));
    }

    private static (nint[] Shape, long[] Paddings) Padded(KernelContext context, HostTensor input)
    {
        long[] paddings = context.Integers(1);
        KernelContext.Require(paddings.Length == 2 * input.Rank, $"The first dimension of paddings must be the rank of inputs: {context.Input(1)} for {input}");
        KernelContext.Require(Array.TrueForAll(paddings, p => p >= 0), "Paddings must be non-negative");
        var shape = new nint[input.Rank];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            shape[axis] = checked((nint)(paddings[2 * axis] + input.Shape[axis] + paddings[(2 * axis) + 1]));
        }

        return (shape, paddings);
    }
}
