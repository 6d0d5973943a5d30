using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Variables;

/// <summary>Ops that change parts of variables (tensorflow/core/kernels/resource_variable_ops.cc, scatter_nd_op.cc, strided_slice_op.cc).</summary>
internal static class ScatterVariableKernels
{
    private static readonly (string Suffix, ElementUpdate How)[] Rows =
    [
        ("Update", ElementUpdate.Assign), ("Add", ElementUpdate.Add), ("Sub", ElementUpdate.Subtract), ("Mul", ElementUpdate.Multiply),
        ("Div", ElementUpdate.Divide), ("Min", ElementUpdate.Minimum), ("Max", ElementUpdate.Maximum),
    ];

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach ((string suffix, ElementUpdate how) in Rows)
        {
            table.Add("ResourceScatter" + suffix, context => ScatterRows(context, how));
            if (how is not (ElementUpdate.Multiply or ElementUpdate.Divide))
            {
                table.Add("ResourceScatterNd" + suffix, context => ScatterSlices(context, how));
            }
        }

        table.Add("ResourceStridedSliceAssign", AssignStridedSlice);
    }

    /// <summary>Changes the rows at some positions, in their order; one update, if it is a scalar, goes to all elements of them.</summary>
    private static void ScatterRows(KernelContext context, ElementUpdate how) => VariableKernels.VariableOf(context).Update((context, how), static (value, state) =>
    {
        HostTensor indices = state.context.Input(1), updates = state.context.Input(2);
        KernelContext.Require(value.Rank > 0 && updates.DType == value.DType, $"cannot scatter {updates} into variable {value}");
        int size = KernelShapes.Count(value.Shape[1..]);
        bool scalar = updates.Rank == 0;
        if (scalar)
        {
            HostTensor row = HostTensor.Allocate(value.DType, [size]);
            KernelShapes.Gather(updates, new int[size], row);
            updates = row;
        }
        else
        {
            KernelContext.Require(
                updates.Shape.SequenceEqual([.. indices.Shape, .. value.Shape[1..]]),
                $"Must have updates.shape = indices.shape + params.shape[1:], got updates {updates}, indices {indices}, params {value}");
        }

        HostTensor result = value.Clone();
        for (int i = 0; i < indices.Count; i++)
        {
            long index = KernelContext.IntegerAt(indices, i);
            KernelContext.Require(index >= 0 && index < value.Shape[0], $"indices[{i}] = {index} is not in [0, {value.Shape[0]})");
            ElementUpdates.Apply(result, (int)index * size, updates, scalar ? 0 : i * size, size, state.how);
        }

        return result;
    });

    /// <summary>Changes the slices that the last dimension of the indices points to.</summary>
    private static void ScatterSlices(KernelContext context, ElementUpdate how) => VariableKernels.VariableOf(context).Update((context, how), static (value, state) =>
    {
        HostTensor result = value.Clone();
        SliceScatter.Apply(result, state.context.Input(1), state.context.Input(2), state.how);
        return result;
    });

    private static void AssignStridedSlice(KernelContext context) => VariableKernels.VariableOf(context).Update(context, static (value, context) =>
    {
        HostTensor values = context.Input(4);
        KernelContext.Require(values.DType == value.DType, $"cannot assign {values} to a part of variable {value}");
        HostTensor result = value.Clone();
        SlicingKernels.Write(StridedSliceSpec.Of(context, value.Shape), values, result);
        return result;
    });
}
