using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Ops that look elements up by index, for any element type (tensorflow/core/kernels/gather_op.cc, gather_nd_op.cc).</summary>
internal static class GatherKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("Gather", context => Gather(context, 0));
        table.Add("GatherV2", context => Gather(context, context.Integer(2)));
        table.Add("GatherNd", context => GatherNd(context, context.Input(0)));
    }

    /// <summary>Looks up slices of a tensor along an axis.</summary>
    /// <param name="context">The context; the indices are its input 1.</param>
    /// <param name="parameters">The tensor.</param>
    /// <param name="givenAxis">The axis.</param>
    /// <param name="givenBatchDims">How many leading dimensions tensor and indices have in common.</param>
    public static void Gather(KernelContext context, HostTensor parameters, long givenAxis, long givenBatchDims)
    {
        HostTensor indices = context.Input(1);
        int batchDims = (int)(givenBatchDims < 0 ? givenBatchDims + indices.Rank : givenBatchDims);
        KernelContext.Require(batchDims >= 0 && batchDims <= indices.Rank, $"batch_dims {givenBatchDims} is out of range for indices {indices}");
        int axis = KernelShapes.Axis(givenAxis, parameters.Rank);
        KernelContext.Require(batchDims <= axis, $"batch_dims ({batchDims}) must be less than or equal to axis ({axis})");
        KernelContext.Require(
            parameters.Shape[..batchDims].SequenceEqual(indices.Shape[..batchDims]),
            $"the batch dimensions of params {parameters} and indices {indices} differ");

        nint[] shape = [.. parameters.Shape[..axis], .. indices.Shape[batchDims..], .. parameters.Shape[(axis + 1)..]];
        HostTensor output = context.Allocate(0, parameters.DType, shape);
        int batch = KernelShapes.Count(parameters.Shape[..batchDims]);
        int outer = KernelShapes.Count(parameters.Shape[batchDims..axis]);
        int inner = KernelShapes.Count(parameters.Shape[(axis + 1)..]);
        int size = (int)parameters.Shape[axis];
        int perBatch = batch == 0 ? 0 : indices.Count / batch;
        int to = 0;
        for (int b = 0; b < batch; b++)
        {
            for (int o = 0; o < outer; o++)
            {
                int from = ((b * outer) + o) * size;
                for (int i = 0; i < perBatch; i++)
                {
                    long index = KernelContext.IntegerAt(indices, (b * perBatch) + i);
                    KernelContext.Require(index >= 0 && index < size, $"indices[{(b * perBatch) + i}] = {index} is not in [0, {size})");
                    HostTensor.Copy(parameters, (from + (int)index) * inner, output, to, inner);
                    to += inner;
                }
            }
        }
    }

    private static void Gather(KernelContext context, long axis) =>
        Gather(context, context.Input(0), axis, context.Attributes.Int("batch_dims", 0));

    /// <summary>Looks up the slices of a tensor that the last dimension of the indices, input 1, points to.</summary>
    /// <param name="context">The context.</param>
    /// <param name="parameters">The tensor.</param>
    public static void GatherNd(KernelContext context, HostTensor parameters)
    {
        HostTensor indices = context.Input(1);
        KernelContext.Require(indices.Rank > 0, "indices must be at least a vector");
        int depth = (int)indices.Shape[^1];
        KernelContext.Require(depth <= parameters.Rank, $"index innermost dimension length must be <= params rank; saw {depth} vs. {parameters.Rank}");
        nint[] shape = [.. indices.Shape[..^1], .. parameters.Shape[depth..]];
        HostTensor output = context.Allocate(0, parameters.DType, shape);
        int inner = KernelShapes.Count(parameters.Shape[depth..]);
        int count = KernelShapes.Count(indices.Shape[..^1]);
        for (int i = 0; i < count; i++)
        {
            int from = 0;
            for (int d = 0; d < depth; d++)
            {
                long index = KernelContext.IntegerAt(indices, (i * depth) + d);
                KernelContext.Require(
                    index >= 0 && index < parameters.Shape[d], $"indices[{i}] does not index into param shape {KernelShapes.Write(parameters.Shape)}");
                from = (from * (int)parameters.Shape[d]) + (int)index;
            }

            HostTensor.Copy(parameters, from * inner, output, i * inner, inner);
        }
    }
}
