using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Ragged;

/// <summary>Ops on ragged tensors: values and the splits of their rows (tensorflow/core/ops/ragged_array_ops.cc, ragged_math_ops.cc, ragged_conversion_ops.cc).</summary>
internal static class RaggedKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("RaggedRange", context => RealTypes.Run(context, context.Input(0).DType, new RaggedRange(context)));
        table.Add("RaggedGather", Gather);
        table.Add("RaggedTensorToSparse", ToSparse);
        table.Add("RaggedTensorToVariant", ToVariant);
        table.Add("RaggedTensorFromVariant", FromVariant);
    }

    /// <summary>Rows of a ragged tensor by index; indices of higher rank add uniform dimensions in front.</summary>
    private static void Gather(KernelContext context)
    {
        int rank = checked((int)context.Attributes.Int("PARAMS_RAGGED_RANK", 1));
        HostTensor values = context.Input(rank), indices = context.Input(rank + 1);
        long[][] splits = Levels(context, values, rank, all: false);
        KernelContext.Require(Array.TrueForAll(splits, level => level.Length > 0), "Ragged splits may not be empty");
        DType type = context.Attributes.Type("Tsplits", DType.Int64);
        var outputs = new List<long[]>();
        for (int d = 1; d < indices.Rank; d++)
        {
            long width = indices.Shape[d];
            outputs.Add([.. Enumerable.Range(0, KernelShapes.Count(indices.Shape[..d]) + 1).Select(i => i * width)]);
        }

        var rows = new List<(long Start, long End)>();
        for (int i = 0; i < indices.Count; i++)
        {
            long index = KernelContext.IntegerAt(indices, i);
            KernelContext.Require(index >= 0 && index < splits[0].Length - 1, $"indices[{i}] = {index} is not in [0, {splits[0].Length - 1})");
            rows.Add((index, index + 1));
        }

        foreach (long[] level in splits)
        {
            var row = new List<long> { 0 };
            var next = new List<(long Start, long End)>();
            foreach ((long start, long end) in rows)
            {
                for (long k = start; k < end; k++)
                {
                    row.Add(row[^1] + level[k + 1] - level[k]);
                }

                next.Add((level[start], level[end]));
            }

            outputs.Add([.. row]);
            rows = next;
        }

        int run = values.Rank == 0 || values.Shape[0] == 0 ? 0 : values.Count / (int)values.Shape[0];
        HostTensor gathered = context.Allocate(outputs.Count, values.DType, [(nint)rows.Sum(r => r.End - r.Start), .. values.Shape[1..]]);
        int at = 0;
        foreach ((long start, long end) in rows)
        {
            int count = checked((int)(end - start)) * run;
            HostTensor.Copy(values, (int)start * run, gathered, at, count);
            at += count;
        }

        for (int i = 0; i < outputs.Count; i++)
        {
            UnicodeKernels.Integers(context, i, type, outputs[i]);
        }
    }

    /// <summary>The splits of each ragged dimension, which are the first inputs: of the rows of the next one, and at last of the values.</summary>
    private static long[][] Levels(KernelContext context, HostTensor values, int rank, bool all)
    {
        KernelContext.Require(rank == 0 || values.Rank > 0, $"the values must have a dimension, got {values}");
        var levels = new long[rank][];
        for (int level = 0; level < rank; level++)
        {
            int count = level + 1 < rank ? context.Input(level + 1).Count - 1 : (int)values.Shape[0];
            levels[level] = [.. all ? RowSplits.OfAll(context, level, count) : RowSplits.Within(context, level, count)];
        }

        return levels;
    }

    private static void ToSparse(KernelContext context)
    {
        int rank = context.InputCount - 1;
        HostTensor values = context.Input(rank);
        long[][] levels = Levels(context, values, rank, all: true);
        var rows = new List<long[]> { Enumerable.Range(0, context.Input(0).Count - 1).Select(i => (long)i).ToArray() };
        var shape = new List<long> { context.Input(0).Count - 1 };
        List<long[]> positions = [.. rows[0].Select(r => new[] { r })];
        for (int level = 0; level < rank; level++)
        {
            long[] splits = levels[level];
            var next = new List<long[]>();
            long widest = 0;
            for (int row = 0; row < positions.Count; row++)
            {
                widest = Math.Max(widest, splits[row + 1] - splits[row]);
                for (long k = splits[row]; k < splits[row + 1]; k++)
                {
                    next.Add([.. positions[row], k - splits[row]]);
                }
            }

            positions = next;
            shape.Add(widest);
        }

        nint[] inner = values.Shape[1..].ToArray();
        int run = KernelShapes.Count(inner);
        int[] innerStrides = KernelShapes.Strides(inner);
        int width = shape.Count + inner.Length;
        Span<long> indices = context.Allocate(0, DType.Int64, [values.Count, width]).Values<long>();
        for (int i = 0; i < values.Count; i++)
        {
            positions[i / Math.Max(1, run)].CopyTo(indices[(i * width)..]);
            int rest = i % Math.Max(1, run);
            for (int d = 0; d < inner.Length; d++)
            {
                indices[(i * width) + shape.Count + d] = rest / innerStrides[d];
                rest %= innerStrides[d];
            }
        }

        context.SetOutput(1, values.Reshape([values.Count]));
        long[] dense = [.. shape, .. inner.Select(d => (long)d)];
        dense.CopyTo(context.Allocate(2, DType.Int64, [dense.Length]).Values<long>());
    }

    /// <summary>A ragged tensor as one object per outermost row, or as one object: what map_fn carries through its loop.</summary>
    private static void ToVariant(KernelContext context)
    {
        int rank = context.InputCount - 1;
        HostTensor values = context.Input(rank);
        long[][] splits = Levels(context, values, rank, all: true);
        if (!context.Attributes.Bool("batched_input", false))
        {
            context.SetOutput(0, HostTensor.ScalarObject(DType.Variant, new RaggedRow(splits, values.Clone())));
            return;
        }

        int rows = rank == 0 ? (int)values.Shape[0] : splits[0].Length - 1;
        HostTensor output = context.Allocate(0, DType.Variant, [rows]);
        int run = values.Rank == 0 || values.Shape[0] == 0 ? 0 : values.Count / (int)values.Shape[0];
        for (int row = 0; row < rows; row++)
        {
            (long start, long end) = rank == 0 ? (row, row + 1) : (splits[0][row], splits[0][row + 1]);
            var inner = new List<long[]>();
            for (int level = 1; level < rank; level++)
            {
                long[] part = splits[level][(int)start..((int)end + 1)];
                (start, end) = (part[0], part[^1]);
                inner.Add([.. part.Select(s => s - part[0])]);
            }

            nint[] shape = rank == 0 ? values.Shape[1..].ToArray() : [(nint)(end - start), .. values.Shape[1..]];
            HostTensor rowValues = HostTensor.Allocate(values.DType, shape);
            HostTensor.Copy(values, (int)start * run, rowValues, 0, rowValues.Count);
            output.Objects[row] = new RaggedRow([.. inner], rowValues);
        }
    }

    private static void FromVariant(KernelContext context)
    {
        HostTensor encoded = context.Input(0);
        int outputRank = checked((int)context.Attributes.Int("output_ragged_rank", 0));
        DType valueType = context.Attributes.Type("Tvalues"), splitsType = context.Attributes.Type("Tsplits", DType.Int64);
        RaggedRow[] rows = [.. encoded.Objects.ToArray().Select(o => o as RaggedRow ?? throw KernelContext.Refuse("the input is no ragged tensor"))];
        long inputRank = context.Attributes.Int("input_ragged_rank", -1);
        int inner = inputRank >= 0 ? (int)inputRank : outputRank - encoded.Rank;
        var levels = new List<List<long>>();
        for (int d = 0; d < encoded.Rank; d++)
        {
            // The dimensions of the input are uniform; the last one's rows are the encoded tensors themselves.
            long outer = 1;
            for (int k = 0; k < d; k++)
            {
                outer *= encoded.Shape[k];
            }

            if (d > 0)
            {
                long width = encoded.Shape[d];
                levels.Add([.. Enumerable.Range(0, (int)outer + 1).Select(i => i * width)]);
            }
        }

        if (encoded.Rank > 0)
        {
            var lengths = new List<long> { 0 };
            foreach (RaggedRow row in rows)
            {
                lengths.Add(lengths[^1] + (inner > 0 ? row.Splits[0].Length - 1 : row.Values.Rank == 0 ? 1 : row.Values.Shape[0]));
            }

            levels.Add(lengths);
        }

        for (int level = 0; level < inner; level++)
        {
            var joined = new List<long> { 0 };
            foreach (RaggedRow row in rows)
            {
                long before = joined[^1];
                joined.AddRange(row.Splits[level].Skip(1).Select(s => s + before));
            }

            levels.Add(joined);
        }

        KernelContext.Require(levels.Count == outputRank, $"the result has {levels.Count} ragged dimensions, {outputRank} are wanted");
        nint[] valueShape = rows.Length > 0 ? rows[0].Values.Shape.ToArray() : [0];
        nint total = rows.Length == 0 ? 0 : (nint)rows.Sum(r => r.Values.Rank == 0 ? 1 : r.Values.Shape[0]);
        HostTensor values = context.Allocate(outputRank, valueType, [total, .. valueShape.Length > 0 ? valueShape[1..] : []]);
        int at = 0;
        foreach (RaggedRow row in rows)
        {
            KernelContext.Require(row.Values.DType == valueType && at + row.Values.Count <= values.Count, $"the parts of a ragged tensor differ: {row.Values}");
            HostTensor.Copy(row.Values, 0, values, at, row.Values.Count);
            at += row.Values.Count;
        }

        for (int i = 0; i < levels.Count; i++)
        {
            UnicodeKernels.Integers(context, i, splitsType, [.. levels[i]]);
        }
    }

    /// <summary>A ragged tensor carried as one object.</summary>
    private sealed record RaggedRow(long[][] Splits, HostTensor Values);
}
