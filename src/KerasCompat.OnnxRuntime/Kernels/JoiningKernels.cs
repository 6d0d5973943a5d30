using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Ops that put tensors together, for any element type (tensorflow/core/kernels/pack_op.cc, concat_op.cc).</summary>
internal static class JoiningKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("Pack", Pack);
        table.Add("ConcatV2", context => Concat(context, 0, context.Integer(context.InputCount - 1)));
        table.Add("Concat", context => Concat(context, 1, context.Integer(0)));
    }

    private static void Pack(KernelContext context)
    {
        HostTensor first = context.Input(0);
        int axis = KernelShapes.Axis(context.Attributes.Int("axis", 0), first.Rank + 1);
        int outer = KernelShapes.Count(first.Shape[..axis]);
        int inner = KernelShapes.Count(first.Shape[axis..]);
        int count = context.InputCount;
        HostTensor output = context.Allocate(0, first.DType, [.. first.Shape[..axis], count, .. first.Shape[axis..]]);
        for (int i = 0; i < count; i++)
        {
            HostTensor input = context.Input(i);
            KernelContext.Require(
                input.Shape.SequenceEqual(first.Shape),
                $"Shapes of all inputs must match: values[0].shape = {KernelShapes.Write(first.Shape)} != values[{i}].shape = {KernelShapes.Write(input.Shape)}");
            for (int o = 0; o < outer; o++)
            {
                HostTensor.Copy(input, o * inner, output, ((o * count) + i) * inner, inner);
            }
        }
    }

    private static void Concat(KernelContext context, int firstInput, long givenAxis)
    {
        int count = context.InputCount - 1;
        HostTensor first = context.Input(firstInput);
        int axis = KernelShapes.Axis(givenAxis, first.Rank);
        nint[] shape = [.. first.Shape];
        shape[axis] = 0;
        for (int i = 0; i < count; i++)
        {
            HostTensor input = context.Input(firstInput + i);
            KernelContext.Require(
                input.Rank == first.Rank
                && input.Shape[..axis].SequenceEqual(first.Shape[..axis])
                && input.Shape[(axis + 1)..].SequenceEqual(first.Shape[(axis + 1)..]),
                $"Dimension mismatch in shapes {KernelShapes.Write(first.Shape)} and {KernelShapes.Write(input.Shape)}");
            shape[axis] += input.Shape[axis];
        }

        HostTensor output = context.Allocate(0, first.DType, shape);
        int outer = KernelShapes.Count(shape.AsSpan(0, axis));
        int row = KernelShapes.Count(shape.AsSpan(axis));
        int start = 0;
        for (int i = 0; i < count; i++)
        {
            HostTensor input = context.Input(firstInput + i);
            int length = KernelShapes.Count(input.Shape[axis..]);
            for (int o = 0; o < outer; o++)
            {
                HostTensor.Copy(input, o * length, output, (o * row) + start, length);
            }

            start += length;
        }
    }
}
