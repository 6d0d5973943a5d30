using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Sparse;

/// <summary>Counts how often each value occurs in each row (tensorflow/core/kernels/count_ops.cc, bincount_op.cc).</summary>
internal static class CountKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("DenseCountSparseOutput", DenseCount);
        table.Add("SparseCountSparseOutput", SparseCount);
        table.Add("RaggedCountSparseOutput", RaggedCount);
        table.Add("SparseBincount", Bincount);
    }

    /// <summary>Inputs: values of rank 1 or 2, weights.</summary>
    private static void DenseCount(KernelContext context)
    {
        HostTensor values = context.Input(0);
        KernelContext.Require(values.Rank is 1 or 2, $"Input must be a 1 or 2-dimensional tensor. Got {values}");
        int size = values.Rank == 1 ? values.Count : (int)values.Shape[1];
        Count(context, values.Rank == 1 ? 1 : (int)values.Shape[0], values.Rank == 2, 0, 1, i => size == 0 ? 0 : i / size);
    }

    /// <summary>Inputs: positions, values, shape, weights.</summary>
    private static void SparseCount(KernelContext context)
    {
        long[] indices = context.Integers(0), shape = context.Integers(2);
        KernelContext.Require(shape.Length is 1 or 2, $"Input must be a 1 or 2-dimensional sparse tensor. Got rank {shape.Length}");
        Count(context, shape.Length == 1 ? 1 : checked((int)shape[0]), shape.Length == 2, 1, 3, i => shape.Length == 1 ? 0 : checked((int)indices[i * 2]));
    }

    /// <summary>Inputs: splits, values, weights.</summary>
    private static void RaggedCount(KernelContext context)
    {
        long[] splits = [.. RowSplits.OfAll(context, 0, context.Input(1).Count)];
        int row = 0;
        Count(context, splits.Length - 1, true, 1, 2, i =>
        {
            while (splits[row + 1] <= i)
            {
                row++;
            }

            return row;
        });
    }

    private static void Count(KernelContext context, int rows, bool isBatch, int valuesAt, int weightsAt, Func<int, int> rowOf)
    {
        long[] values = context.Integers(valuesAt);
        HostTensor weights = context.Input(weightsAt);
        double[] given = Numbers.ToDoubles(weights);
        KernelContext.Require(given.Length == 0 || given.Length == values.Length, $"Weights and values must have the same shape. Weights: {weights}; values: {values.Length}");
        long least = context.Attributes.Int("minlength", -1), most = context.Attributes.Int("maxlength", -1), largest = -1;
        bool binary = context.Attributes.Bool("binary_output", false);
        var counts = new SortedDictionary<long, double>[rows];
        for (int row = 0; row < rows; row++)
        {
            counts[row] = [];
        }

        for (int i = 0; i < values.Length; i++)
        {
            int row = rowOf(i);
            KernelContext.Require(values[i] >= 0, $"Input values must all be non-negative, got {values[i]}");
            KernelContext.Require(row >= 0 && row < rows, $"Indices value {row} along the first dimension must be in [0, {rows})");
            if (most < 0 || values[i] < most)
            {
                largest = Math.Max(largest, values[i]);
                counts[row][values[i]] = binary ? 1 : counts[row].GetValueOrDefault(values[i]) + (given.Length == 0 ? 1 : given[i]);
            }
        }

        long size = most > 0 ? most : Math.Max(largest + 1, least);
        int total = counts.Sum(row => row.Count), rank = isBatch ? 2 : 1;
        Numbers.Write(
            context.Allocate(0, DType.Int64, [total, rank]),
            [.. counts.SelectMany((row, number) => row.Keys.SelectMany(value => isBatch ? (double[])[number, value] : [value]))]);
        Numbers.Write(context.Allocate(1, weights.DType, [total]), [.. counts.SelectMany(row => row.Values)]);
        Numbers.Write(context.Allocate(2, DType.Int64, [rank]), isBatch ? (double[])[rows, size] : [size]);
    }

    /// <summary>Inputs: positions, values, shape, the number of bins, weights. Values beyond the bins are not counted.</summary>
    private static void Bincount(KernelContext context)
    {
        long[] indices = context.Integers(0), values = context.Integers(1), shape = context.Integers(2);
        int bins = checked((int)context.Integer(3));
        HostTensor weights = context.Input(4);
        double[] given = Numbers.ToDoubles(weights);
        bool isBatch = shape.Length == 2, binary = context.Attributes.Bool("binary_output", false);
        KernelContext.Require(bins >= 0 && shape.Length is 1 or 2, $"size ({bins}) must be non-negative and the input of rank 1 or 2, got {shape.Length}");
        KernelContext.Require(given.Length == 0 || given.Length == values.Length, "weights and values must have the same length");
        int rows = isBatch ? checked((int)shape[0]) : 1;
        HostTensor output = context.Allocate(0, weights.DType, isBatch ? [rows, bins] : [bins]);
        var counts = new double[output.Count];
        for (int i = 0; i < values.Length; i++)
        {
            long row = isBatch ? indices[i * 2] : 0;
            KernelContext.Require(values[i] >= 0 && row >= 0 && row < rows, $"Input must be non-negative and within its rows, got {values[i]} in row {row}");
            if (values[i] < bins)
            {
                ref double count = ref counts[(row * bins) + values[i]];
                count = binary ? 1 : count + (given.Length == 0 ? 1 : given[i]);
            }
        }

        Numbers.Write(output, counts);
    }
}
