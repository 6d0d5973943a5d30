using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Numbers to buckets between boundaries that are tensors themselves.</summary>
internal static class BucketKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("BucketizeWithInputBoundaries", context =>
        {
            Require(context.Input(1));
            Bucketize(context, 0, context.Input(0), Numbers.ToDoubles(context.Input(1)), upper: true);
        });
        table.Add("BoostedTreesBucketize", BoostedTrees);
    }

    /// <summary>Each feature by its own boundaries; what is beyond the last one belongs to it (tensorflow/core/kernels/boosted_trees/quantile_ops.cc).</summary>
    private static void BoostedTrees(KernelContext context)
    {
        int features = context.InputCount / 2;
        for (int i = 0; i < features; i++)
        {
            HostTensor boundaries = context.Input(features + i);
            Require(boundaries);
            Bucketize(context, i, context.Input(i), Numbers.ToDoubles(boundaries), upper: false);
        }
    }

    private static void Require(HostTensor boundaries) => KernelContext.Require(boundaries.Rank == 1, $"boundaries must be a vector, got {boundaries}");

    private static void Bucketize(KernelContext context, int output, HostTensor input, double[] boundaries, bool upper)
    {
        double[] values = Numbers.ToDoubles(input);
        Span<int> buckets = context.Allocate(output, DType.Int32, input.Shape).Values<int>();
        for (int i = 0; i < buckets.Length; i++)
        {
            double value = values[i];
            int bucket = 0, end = boundaries.Length;
            while (bucket < end)
            {
                int middle = (bucket + end) / 2;
                bool before = upper ? !(value < boundaries[middle]) : boundaries[middle] < value;
                (bucket, end) = before ? (middle + 1, end) : (bucket, middle);
            }

            buckets[i] = upper ? bucket : Math.Max(0, Math.Min(bucket, boundaries.Length - 1));
        }
    }
}
