using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Ragged;

/// <summary>How often each value stands in each row, or the sum of its weights (tensorflow/core/kernels/bincount_op.cc).</summary>
/// <param name="context">The node.</param>
internal readonly struct RaggedBincount(KernelContext context) : IRealComputation
{
    /// <summary>The type that is counted in.</summary>
    public static DType ResultType(KernelContext context) =>
        context.Node.OutputTypes is [not DType.Invalid and var stated, ..] ? stated : context.Input(3).DType;

    /// <inheritdoc/>
    public void Run<T>()
        where T : unmanaged, INumber<T>
    {
        long[] values = context.Integers(1), splits = RowSplits.OfAll(context, 0, values.Length);
        long size = context.Integer(2);
        bool binary = context.Attributes.Bool("binary_output", false);
        KernelContext.Require(size >= 0, "size must not be negative");
        HostTensor output = context.Allocate(0, ResultType(context), [splits.Length - 1, checked((nint)size)]);
        output.Bytes.Clear();
        Span<T> counts = output.Values<T>();
        ReadOnlySpan<T> weights = context.Input(3).Values<T>();
        KernelContext.Require(weights.Length == 0 || weights.Length == values.Length, $"there are {weights.Length} weights for {values.Length} values");
        for (int row = 0; row + 1 < splits.Length; row++)
        {
            for (long k = splits[row]; k < splits[row + 1]; k++)
            {
                KernelContext.Require(values[k] >= 0, "all values must be non-negative");
                if (values[k] < size)
                {
                    ref T count = ref counts[(int)((row * size) + values[k])];
                    count = binary ? T.One : count + (weights.Length == 0 ? T.One : weights[(int)k]);
                }
            }
        }
    }
}
