using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Ops that take parts of a tensor, for any element type (tensorflow/core/ops/array_ops.cc).</summary>
internal static class SlicingKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("Slice", Slice);
        table.Add("StridedSlice", StridedSlice);
        table.Add("TensorStridedSliceUpdate", context => Write(context, context.Input(0).Shape, context.Input(0)));
        table.Add("StridedSliceGrad", context => Write(context, KernelShapes.ToShape(context.Integers(0)), null));
        table.Add("Split", Split);
        table.Add("SplitV", SplitV);
        table.Add("Unpack", Unpack);
    }

    private static void Slice(KernelContext context)
    {
        HostTensor input = context.Input(0);
        long[] begin = context.Integers(1);
        long[] size = context.Integers(2);
        KernelContext.Require(begin.Length == input.Rank && size.Length == input.Rank, $"begin and size must have {input.Rank} elements");
        int[] strides = KernelShapes.Strides(input.Shape);
        var shape = new nint[input.Rank];
        int start = 0;
        for (int i = 0; i < input.Rank; i++)
        {
            shape[i] = (nint)(size[i] == -1 ? input.Shape[i] - begin[i] : size[i]);
            KernelContext.Require(
                begin[i] >= 0 && shape[i] >= 0 && begin[i] + shape[i] <= input.Shape[i],
                $"Expected size[{i}] in [0, {input.Shape[i] - begin[i]}], but got {size[i]} from {begin[i]}");
            start += strides[i] * (int)begin[i];
        }

        KernelShapes.Gather(input, shape, strides, start, context.Allocate(0, input.DType, shape));
    }

    private static void StridedSlice(KernelContext context)
    {
        HostTensor input = context.Input(0);
        StridedSliceSpec spec = StridedSliceSpec.Of(context, input.Shape);
        HostTensor output = context.Allocate(0, input.DType, spec.OutputShape);
        KernelShapes.Gather(input, spec.Counts, spec.Strides, spec.Start, output);
    }

    /// <summary>Writes input 4 to the places of a strided slice: over a tensor, or over zeros.</summary>
    private static void Write(KernelContext context, ReadOnlySpan<nint> shape, HostTensor? under)
    {
        HostTensor values = context.Input(4);
        StridedSliceSpec spec = StridedSliceSpec.Of(context, shape);
        HostTensor output = context.Allocate(0, values.DType, shape);
        if (under is null)
        {
            output.Bytes.Clear();
        }
        else
        {
            HostTensor.Copy(under, 0, output, 0, under.Count);
        }

        Write(spec, values, output);
    }

    /// <summary>Writes values, which broadcast, to the places of a strided slice.</summary>
    public static void Write(StridedSliceSpec spec, HostTensor values, HostTensor output)
    {
        int[] places = KernelShapes.Indices(spec.Counts, spec.Strides, spec.Start), sources = KernelShapes.BroadcastIndices(values.Shape, spec.OutputShape);
        for (int i = 0; i < places.Length; i++)
        {
            HostTensor.Copy(values, sources[i], output, places[i], 1);
        }
    }

    private static void Split(KernelContext context)
    {
        HostTensor input = context.Input(1);
        int axis = KernelShapes.Axis(context.Integer(0), input.Rank);
        KernelContext.Require(
            input.Shape[axis] % context.OutputCount == 0,
            $"Number of ways to split should evenly divide the split dimension, but got split_dim {axis} (size = {input.Shape[axis]}) and num_split {context.OutputCount}");
        var sizes = new long[context.OutputCount];
        Array.Fill(sizes, input.Shape[axis] / context.OutputCount);
        Divide(context, input, axis, sizes);
    }

    private static void SplitV(KernelContext context)
    {
        HostTensor input = context.Input(0);
        int axis = KernelShapes.Axis(context.Integer(2), input.Rank);
        long[] sizes = context.Integers(1);
        int unknown = Array.IndexOf(sizes, -1);
        if (unknown >= 0)
        {
            sizes[unknown] = input.Shape[axis] - (sizes.Sum() + 1);
        }

        KernelContext.Require(
            sizes.All(size => size >= 0) && sizes.Sum() == input.Shape[axis],
            $"Split sizes [{string.Join(',', sizes)}] do not add up to {input.Shape[axis]}");
        Divide(context, input, axis, sizes);
    }

    private static void Divide(KernelContext context, HostTensor input, int axis, long[] sizes)
    {
        int outer = KernelShapes.Count(input.Shape[..axis]);
        int inner = KernelShapes.Count(input.Shape[(axis + 1)..]);
        int row = (int)input.Shape[axis] * inner;
        int start = 0;
        for (int i = 0; i < sizes.Length; i++)
        {
            nint[] shape = [.. input.Shape];
            shape[axis] = (nint)sizes[i];
            HostTensor output = context.Allocate(i, input.DType, shape);
            int length = (int)sizes[i] * inner;
            for (int o = 0; o < outer; o++)
            {
                HostTensor.Copy(input, (o * row) + start, output, o * length, length);
            }

            start += length;
        }
    }

    private static void Unpack(KernelContext context)
    {
        HostTensor input = context.Input(0);
        int axis = KernelShapes.Axis(context.Attributes.Int("axis", 0), input.Rank);
        KernelContext.Require(
            input.Shape[axis] == context.OutputCount, $"Input shape axis {axis} must equal {context.OutputCount}, got shape {KernelShapes.Write(input.Shape)}");
        nint[] shape = [.. input.Shape[..axis], .. input.Shape[(axis + 1)..]];
        int outer = KernelShapes.Count(input.Shape[..axis]);
        int inner = KernelShapes.Count(input.Shape[(axis + 1)..]);
        for (int i = 0; i < context.OutputCount; i++)
        {
            HostTensor output = context.Allocate(i, input.DType, shape);
            for (int o = 0; o < outer; o++)
            {
                HostTensor.Copy(input, ((o * context.OutputCount) + i) * inner, output, o * inner, inner);
            }
        }
    }
}
