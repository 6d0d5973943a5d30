using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Ragged;

/// <summary>How often each value stands in each row, or the sum of its weights (tensorflow/core/kernels/bincount_op.cc).</summary>
/// <param name="context">The node.</param>
/// <param name="first">The position of the values among the inputs; the number of bins and the weights come behind them.</param>
/// <param name="splits">Where rows begin and end.</param>
/// <param name="isMatrix">Whether there is a row of counts for each row of values.</param>
internal readonly struct Bincount(KernelContext context, int first, long[] splits, bool isMatrix) : IRealComputation
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("RaggedBincount", context => Count(context, 1, [.. RowSplits.OfAll(context, 0, context.Input(1).Count)], isMatrix: true));
        table.Add("DenseBincount", Dense);
        table.Add("Bincount", context => Count(context, 0, [0, context.Input(0).Count], isMatrix: false));
    }

    /// <inheritdoc/>
    public void Run<T>()
        where T : unmanaged, INumber<T>
    {
        HostTensor values = context.Input(first), weights = context.Input(first + 2);
        long size = context.Integer(first + 1);
        KernelContext.Require(size >= 0, "size must not be negative");
        KernelContext.Require(weights.Count == 0 || weights.Count == values.Count, $"there are {weights.Count} weights for {values.Count} values");
        HostTensor output = context.Allocate(0, weights.DType, isMatrix ? [splits.Length - 1, checked((nint)size)] : [checked((nint)size)]);
        output.Bytes.Clear();
        if (values.DType == DType.Int64)
        {
            Fill(values.Values<long>(), weights.Values<T>(), (int)size, output.Values<T>());
        }
        else
        {
            Fill(values.Values<int>(), weights.Values<T>(), (int)size, output.Values<T>());
        }
    }

    private void Fill<TValue, T>(ReadOnlySpan<TValue> values, ReadOnlySpan<T> weights, int size, Span<T> counts)
        where TValue : unmanaged, IBinaryInteger<TValue>
        where T : unmanaged, INumber<T>
    {
        bool binary = context.Attributes.Bool("binary_output", false);
        for (int row = 0; row + 1 < splits.Length; row++)
        {
            Span<T> own = counts.Slice(row * size, size);
            for (int k = (int)splits[row]; k < (int)splits[row + 1]; k++)
            {
                long value = long.CreateTruncating(values[k]);
                KernelContext.Require(value >= 0, "all values must be non-negative");
                if (value < size)
                {
                    ref T count = ref own[(int)value];
                    count = binary ? T.One : count + (weights.IsEmpty ? T.One : weights[k]);
                }
            }
        }
    }

    /// <summary>A vector is one row, and its counts are a vector.</summary>
    private static void Dense(KernelContext context)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(input.Rank is 1 or 2, $"input must be a vector or a matrix, got {input}");
        long rows = input.Rank == 2 ? input.Shape[0] : 1, length = input.Shape[^1];
        var splits = new long[checked((int)rows + 1)];
        for (int row = 1; row < splits.Length; row++)
        {
            splits[row] = row * length;
        }

        Count(context, 0, splits, isMatrix: input.Rank == 2);
    }

    private static void Count(KernelContext context, int first, long[] splits, bool isMatrix) =>
        RealTypes.Run(context, context.Input(first + 2).DType, new Bincount(context, first, splits, isMatrix));
}
