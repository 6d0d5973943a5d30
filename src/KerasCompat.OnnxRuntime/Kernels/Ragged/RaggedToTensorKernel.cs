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
        List<Level> levels = Levels(context);
        nint[] shape = OutputShape(context.Input(0), levels, values);
        int dimensions = levels.Count + 1;
        nint[] element = shape[dimensions..];
        int run = KernelShapes.Count(element);
        KernelContext.Require(values.Shape[1..].SequenceEqual(element), $"the values {values} do not fit an output of shape {KernelShapes.Write(shape)}");
        HostTensor output = context.Allocate(0, values.DType, shape);
        Fill(output, defaultValue, element);
        int[] strides = KernelShapes.Strides(shape);
        int[] places = new int[levels.Count > 0 ? levels[0].Rows : values.Rank == 0 ? 0 : (int)values.Shape[0]];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = i < shape[0] ? i * strides[0] : -1;
        }

        for (int d = 0; d < levels.Count; d++)
        {
            places = levels[d].Place(places, (int)shape[d + 1], strides[d + 1]);
        }

        KernelContext.Require(places.Length == (values.Rank == 0 ? 0 : values.Shape[0]), $"the row partitions describe {places.Length} values, got {values}");
        if (run == 1 && values.DType.Size() == sizeof(long))
        {
            Put(values.Values<long>(), places, output.Values<long>());
            return;
        }

        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0)
            {
                HostTensor.Copy(values, i * run, output, places[i], run);
            }
        }
    }

    /// <summary>The commonest case: indices of words.</summary>
    private static void Put(ReadOnlySpan<long> values, ReadOnlySpan<int> places, Span<long> output)
    {
        for (int i = 0; i < places.Length; i++)
        {
            if (places[i] >= 0)
            {
                output[places[i]] = values[i];
            }
        }
    }

    private static List<Level> Levels(KernelContext context)
    {
        IReadOnlyList<string> types = context.Attributes.Strings("row_partition_types");
        KernelContext.Require(types.Count == context.InputCount - 3 && types.Count > 0, "there must be a type for each row partition");
        var levels = new List<Level>();
        int rows = types[0] switch
        {
            FirstDimension => checked((int)context.Integer(3)),
            RowSplits => context.Input(3).Count - 1,
            _ => throw KernelContext.Refuse($"a first row partition of type {types[0]} is not supported"),
        };
        for (int i = types[0] == FirstDimension ? 1 : 0; i < types.Count; i++)
        {
            long[] partition = context.Integers(3 + i);
            Level level = types[i] switch
            {
                RowSplits => Level.OfSplits(partition),
                RowIds => Level.OfRowIds(partition, rows),
                _ => throw KernelContext.Refuse($"a row partition of type {types[i]} is not supported"),
            };
            levels.Add(level);
            rows = level.Values;
        }

        return levels;
    }

    private static nint[] OutputShape(HostTensor wanted, List<Level> levels, HostTensor values)
    {
        var shape = new List<nint> { levels.Count > 0 ? levels[0].Rows : values.Shape[0] };
        shape.AddRange(levels.Select(level => (nint)level.Widest));
        shape.AddRange(values.Shape[1..].ToArray());
        if (wanted.Rank == 0)
        {
            KernelContext.Require(KernelContext.IntegerAt(wanted, 0) == -1, "the only scalar shape is -1, unknown");
            return [.. shape];
        }

        KernelContext.Require(wanted.Count == shape.Count, $"the shape has {wanted.Count} dimensions, the tensor {shape.Count}");
        for (int i = 0; i < shape.Count; i++)
        {
            long size = KernelContext.IntegerAt(wanted, i);
            shape[i] = size >= 0 ? checked((nint)size) : shape[i];
        }

        return [.. shape];
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

    /// <summary>One ragged dimension: which row each value is in, in order.</summary>
    private sealed record Level(int Rows, int Values, int Widest, Func<int[], int, int, int[]> Place)
    {
        public static Level OfSplits(long[] splits)
        {
            int widest = 0;
            for (int i = 0; i + 1 < splits.Length; i++)
            {
                KernelContext.Require(splits[i + 1] >= splits[i] && splits[0] == 0, "row_splits must begin with 0 and not decrease");
                widest = Math.Max(widest, checked((int)(splits[i + 1] - splits[i])));
            }

            int values = splits.Length == 0 ? 0 : checked((int)splits[^1]);
            return new Level(Math.Max(0, splits.Length - 1), values, widest, (places, size, stride) =>
            {
                KernelContext.Require(places.Length == splits.Length - 1, $"there are {places.Length} rows and {splits.Length} row splits");
                var children = new int[values];
                for (int row = 0; row < places.Length; row++)
                {
                    for (long k = splits[row]; k < splits[row + 1]; k++)
                    {
                        int column = (int)(k - splits[row]);
                        children[k] = places[row] >= 0 && column < size ? places[row] + (column * stride) : -1;
                    }
                }

                return children;
            });
        }

        public static Level OfRowIds(long[] ids, int rows)
        {
            int widest = 0, width = 0;
            long last = -1;
            foreach (long id in ids)
            {
                KernelContext.Require(id >= 0 && id < rows && id >= last, "value_rowids must not decrease and stay within the rows");
                width = id == last ? width + 1 : 1;
                widest = Math.Max(widest, width);
                last = id;
            }

            return new Level(rows, ids.Length, widest, (places, size, stride) => Children(ids, places, size, stride));
        }

        private static int[] Children(ReadOnlySpan<long> ids, ReadOnlySpan<int> places, int size, int stride)
        {
            var children = new int[ids.Length];
            long last = -1;
            int column = 0, place = -1;
            for (int i = 0; i < children.Length; i++)
            {
                if (ids[i] != last)
                {
                    last = ids[i];
                    column = 0;
                    place = places[(int)last];
                }

                children[i] = place >= 0 && column < size ? place + (column * stride) : -1;
                column++;
            }

            return children;
        }
    }
}
