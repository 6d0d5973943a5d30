using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Ragged;

/// <summary>A ragged tensor to a padded one (tensorflow/core/kernels/ragged_tensor_to_tensor_op.cc).</summary>
internal static class RaggedToTensorKernel
{
    private const string FirstDimension = "FIRST_DIM_SIZE";
    private const string RowIds = "VALUE_ROWIDS";
    private const string RowSplits = "ROW_SPLITS";

    public static void AddTo(KernelTable table) => table.Add("RaggedTensorToTensor", Run);

    private static void Run(KernelContext context)
    {
        HostTensor values = context.Input(1), defaultValue = context.Input(2);
        Workspace work = context.Cache as Workspace ?? new Workspace(context.Attributes.Strings("row_partition_types"));
        context.Cache = work;
        ReadLevels(context, work.Types, work.Levels);
        nint[] shape = OutputShape(context.Input(0), work.Levels, values);
        int dimensions = work.Levels.Count + 1;
        nint[] element = shape[dimensions..];
        KernelContext.Require(values.Shape[1..].SequenceEqual(element), $"the values {values} do not fit an output of shape {KernelShapes.Write(shape)}");
        int count = work.Levels.Count > 0 ? work.Levels[^1].Values : (int)values.Shape[0];
        KernelContext.Require(count == values.Shape[0], $"the row partitions describe {count} values, got {values}");
        HostTensor output = context.Allocate(0, values.DType, shape);
        Fill(output, defaultValue, element);
        int run = KernelShapes.Count(element);
        if (work.Levels.Count == 0)
        {
            HostTensor.Copy(values, 0, output, 0, Math.Min(count, (int)shape[0]) * run);
            return;
        }

        ReadOnlySpan<int> places = Places(work, shape.AsSpan(..dimensions));
        RaggedLevel rows = work.Levels[^1];
        int width = (int)shape[dimensions - 1];
        if (values.IsString)
        {
            Put(values.Strings, run, rows.Splits, places, width, output.Strings);
        }
        else if (values.IsObject)
        {
            Put(values.Objects, run, rows.Splits, places, width, output.Objects);
        }
        else
        {
            Put(values.Bytes, run * values.DType.Size(), rows.Splits, places, width, output.Bytes);
        }
    }

    /// <summary>Copies what the rows of the innermost ragged dimension have room for.</summary>
    /// <param name="values">The values.</param>
    /// <param name="unit">The length of one of them.</param>
    /// <param name="splits">Where the rows begin and end.</param>
    /// <param name="places">Where each goes, counted in values; -1 for one that is cut off.</param>
    /// <param name="width">How many values of a row there is room for.</param>
    /// <param name="output">Where they go.</param>
    private static void Put<T>(ReadOnlySpan<T> values, int unit, ReadOnlySpan<int> splits, ReadOnlySpan<int> places, int width, Span<T> output)
    {
        for (int row = 0; row < places.Length; row++)
        {
            int start = splits[row], count = Math.Min(splits[row + 1] - start, width);
            if (places[row] >= 0)
            {
                values.Slice(start * unit, count * unit).CopyTo(output[(places[row] * unit)..]);
            }
        }
    }

    private static void ReadLevels(KernelContext context, IReadOnlyList<string> types, List<RaggedLevel> levels)
    {
        KernelContext.Require(types.Count == context.InputCount - 3 && types.Count > 0, "there must be a type for each row partition");
        int rows = types[0] switch
        {
            FirstDimension => checked((int)context.Integer(3)),
            RowSplits => Math.Max(0, context.Input(3).Count - 1),
            _ => throw KernelContext.Refuse($"a first row partition of type {types[0]} is not supported"),
        };
        KernelContext.Require(rows >= 0, "the number of rows must not be negative");
        int first = types[0] == FirstDimension ? 1 : 0;
        for (int i = first; i < types.Count; i++)
        {
            if (levels.Count == i - first)
            {
                levels.Add(new RaggedLevel());
            }

            RaggedLevel level = levels[i - first];
            HostTensor partition = context.Input(3 + i);
            switch (types[i])
            {
                case RowSplits:
                    level.ReadSplits(partition);
                    break;
                case RowIds:
                    level.ReadRowIds(partition, rows);
                    break;
                default:
                    throw KernelContext.Refuse($"a row partition of type {types[i]} is not supported");
            }

            KernelContext.Require(i == first || level.Rows == rows, $"there are {rows} rows, and {level.Rows} in row partition {i}");
            rows = level.Values;
        }
    }

    private static nint[] OutputShape(HostTensor wanted, List<RaggedLevel> levels, HostTensor values)
    {
        KernelContext.Require(values.Rank > 0, $"the values must have a dimension, got {values}");
        nint[] shape = [levels.Count > 0 ? levels[0].Rows : values.Shape[0], .. levels.Select(level => (nint)level.Widest), .. values.Shape[1..]];
        if (wanted.Rank == 0)
        {
            KernelContext.Require(KernelContext.IntegerAt(wanted, 0) == -1, "the only scalar shape is -1, unknown");
            return shape;
        }

        KernelContext.Require(wanted.Count == shape.Length, $"the shape has {wanted.Count} dimensions, the tensor {shape.Length}");
        for (int i = 0; i < shape.Length; i++)
        {
            long size = KernelContext.IntegerAt(wanted, i);
            shape[i] = size >= 0 ? checked((nint)size) : shape[i];
        }

        return shape;
    }

    /// <summary>Puts the default, broadcast to an element, everywhere: one element by copying, then twice as many at each step.</summary>
    private static void Fill(HostTensor output, HostTensor defaultValue, nint[] element)
    {
        int[] from = KernelShapes.BroadcastIndices(defaultValue.Shape, element);
        if (output.Count == 0)
        {
            return;
        }

        for (int i = 0; i < from.Length; i++)
        {
            HostTensor.Copy(defaultValue, from[i], output, i, 1);
        }

        for (int filled = from.Length; filled < output.Count; filled *= 2)
        {
            HostTensor.Copy(output, 0, output, filled, Math.Min(filled, output.Count - filled));
        }
    }

    /// <summary>Where each row of the innermost ragged dimension goes, counted in values; -1 for one that is cut off.</summary>
    private static ReadOnlySpan<int> Places(Workspace work, ReadOnlySpan<nint> shape)
    {
        int[] strides = KernelShapes.Strides(shape);
        Span<int> places = work.Places(0, work.Levels[0].Rows);
        for (int row = 0; row < places.Length; row++)
        {
            places[row] = row < shape[0] ? row * strides[0] : -1;
        }

        for (int d = 0; d + 1 < work.Levels.Count; d++)
        {
            Span<int> inner = work.Places(d + 1, work.Levels[d].Values);
            ReadOnlySpan<int> splits = work.Levels[d].Splits;
            for (int row = 0; row < places.Length; row++)
            {
                for (int k = splits[row]; k < splits[row + 1]; k++)
                {
                    int column = k - splits[row];
                    inner[k] = places[row] >= 0 && column < shape[d + 1] ? places[row] + (column * strides[d + 1]) : -1;
                }
            }

            places = inner;
        }

        return places;
    }

    /// <summary>Memory that is kept from run to run.</summary>
    private sealed class Workspace(IReadOnlyList<string> types)
    {
        private readonly List<int[]> _places = [];

        public IReadOnlyList<string> Types => types;

        public List<RaggedLevel> Levels { get; } = [];

        /// <summary>Room for where the rows of a ragged dimension go.</summary>
        public Span<int> Places(int level, int rows)
        {
            if (_places.Count == level)
            {
                _places.Add([]);
            }

            if (_places[level].Length < rows)
            {
                _places[level] = new int[rows];
            }

            return _places[level].AsSpan(0, rows);
        }
    }
}
