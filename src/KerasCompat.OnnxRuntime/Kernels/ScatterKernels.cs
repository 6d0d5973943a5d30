using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Variables;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Ops that move rows to given places, for any element type (tensorflow/core/kernels/scatter_nd_op.cc, dynamic_partition_op.cc, dynamic_stitch_op.cc).</summary>
internal static class ScatterKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach ((string op, ElementUpdate how) in ((string, ElementUpdate)[])
            [
                ("TensorScatterUpdate", ElementUpdate.Assign), ("TensorScatterAdd", ElementUpdate.Add), ("ScatterNdNonAliasingAdd", ElementUpdate.Add),
                ("TensorScatterSub", ElementUpdate.Subtract), ("TensorScatterMin", ElementUpdate.Minimum), ("TensorScatterMax", ElementUpdate.Maximum),
            ])
        {
            table.Add(op, context => Update(context, how));
        }

        table.Add("ScatterNd", ScatterNd);
        table.Add("DynamicPartition", DynamicPartition);
        table.Add("DynamicStitch", DynamicStitch);
        table.Add("ParallelDynamicStitch", DynamicStitch);
        table.Add("OneHot", OneHot);
        table.Add("InvertPermutation", InvertPermutation);
        table.Add("BroadcastArgs", BroadcastArgs);
        table.Add("BroadcastGradientArgs", BroadcastGradientArgs);
    }

    private static void Update(KernelContext context, ElementUpdate how)
    {
        HostTensor input = context.Input(0), output = context.Allocate(0, input.DType, input.Shape);
        HostTensor.Copy(input, 0, output, 0, input.Count);
        SliceScatter.Apply(output, context.Input(1), context.Input(2), how);
    }

    /// <summary>Inputs: indices, updates, shape. What meets is added up; texts are joined.</summary>
    private static void ScatterNd(KernelContext context)
    {
        HostTensor updates = context.Input(1), output = context.Allocate(0, updates.DType, KernelShapes.ToShape(context.Integers(2)));
        output.Bytes.Clear();
        output.Strings.Clear();
        SliceScatter.Apply(output, context.Input(0), updates, ElementUpdate.Add);
    }

    private static void DynamicPartition(KernelContext context)
    {
        HostTensor data = context.Input(0), partitions = context.Input(1);
        KernelContext.Require(data.Shape.StartsWith(partitions.Shape), $"data {data} must begin with the shape of partitions {partitions}");
        int inner = KernelShapes.Count(data.Shape[partitions.Rank..]);
        long[] numbers = context.Integers(1);
        for (int i = 0; i < context.OutputCount; i++)
        {
            int[] rows = [.. Enumerable.Range(0, numbers.Length).Where(r => numbers[r] == i)];
            HostTensor output = context.Allocate(i, data.DType, [rows.Length, .. data.Shape[partitions.Rank..]]);
            for (int r = 0; r < rows.Length; r++)
            {
                HostTensor.Copy(data, rows[r] * inner, output, r * inner, inner);
            }
        }

        KernelContext.Require(Array.TrueForAll(numbers, n => n >= 0 && n < context.OutputCount), $"partitions must be in [0, {context.OutputCount})");
    }

    private static void DynamicStitch(KernelContext context)
    {
        int count = context.InputCount / 2;
        long size = 0;
        for (int i = 0; i < count; i++)
        {
            foreach (long index in context.Integers(i))
            {
                KernelContext.Require(index >= 0, $"indices[{i}] is out of range");
                size = Math.Max(size, index + 1);
            }
        }

        HostTensor first = context.Input(count);
        ReadOnlySpan<nint> innerShape = first.Shape[context.Input(0).Rank..];
        int inner = KernelShapes.Count(innerShape);
        HostTensor output = context.Allocate(0, first.DType, [checked((nint)size), .. innerShape]);
        output.Bytes.Clear();
        output.Strings.Clear();
        for (int i = 0; i < count; i++)
        {
            HostTensor data = context.Input(i + count);
            long[] indices = context.Integers(i);
            KernelContext.Require(data.Count == indices.Length * inner, $"data[{i}] {data} does not fit its indices {context.Input(i)}");
            for (int r = 0; r < indices.Length; r++)
            {
                HostTensor.Copy(data, r * inner, output, (int)indices[r] * inner, inner);
            }
        }
    }

    private static void OneHot(KernelContext context)
    {
        HostTensor indices = context.Input(0), on = context.Input(2), off = context.Input(3);
        long depth = context.Integer(1);
        KernelContext.Require(depth >= 0, $"depth must be non-negative, got: {depth}");
        int axis = KernelShapes.Axis(context.Attributes.Int("axis", -1), indices.Rank + 1);
        HostTensor output = context.Allocate(0, on.DType, [.. indices.Shape[..axis], checked((nint)depth), .. indices.Shape[axis..]]);
        KernelShapes.Gather(off, new int[output.Count], output);
        int inner = KernelShapes.Count(indices.Shape[axis..]);
        for (int i = 0; i < indices.Count; i++)
        {
            long index = KernelContext.IntegerAt(indices, i);
            if (index >= 0 && index < depth)
            {
                HostTensor.Copy(on, 0, output, (int)((((i / inner) * depth) + index) * inner) + (i % inner), 1);
            }
        }
    }

    private static void InvertPermutation(KernelContext context)
    {
        long[] given = context.Integers(0);
        var inverse = new double[given.Length];
        for (int i = 0; i < given.Length; i++)
        {
            KernelContext.Require(given[i] >= 0 && given[i] < given.Length, $"{given[i]} is not between 0 and {given.Length}");
            inverse[given[i]] = i;
        }

        Mathematics.Numbers.Write(context.Allocate(0, context.Input(0).DType, [given.Length]), inverse);
    }

    private static void BroadcastArgs(KernelContext context)
    {
        nint[] shape = KernelShapes.Broadcast(KernelShapes.ToShape(context.Integers(0)), KernelShapes.ToShape(context.Integers(1)));
        Mathematics.Numbers.Write(context.Allocate(0, context.Input(0).DType, [shape.Length]), [.. shape.Select(d => (double)d)]);
    }

    /// <summary>Over which dimensions the gradient of each operand is to be summed.</summary>
    private static void BroadcastGradientArgs(KernelContext context)
    {
        long[] left = context.Integers(0), right = context.Integers(1);
        DType type = context.Input(0).DType;
        int rank = Math.Max(left.Length, right.Length);
        Write(0, left, right);
        Write(1, right, left);

        void Write(int output, long[] own, long[] other)
        {
            double[] axes = own.SequenceEqual(other) ? [] : [.. Enumerable.Range(0, rank).Where(i => At(own, i) == 1).Select(i => (double)i)];
            Mathematics.Numbers.Write(context.Allocate(output, type, [axes.Length]), axes);
        }

        long At(long[] shape, int i) => i < rank - shape.Length ? 1 : shape[i - (rank - shape.Length)];
    }
}
