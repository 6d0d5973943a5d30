using System.Globalization;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Hashing;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Sparse;

/// <summary>
/// All combinations of the features of several columns, row by row, as text or as hash (tensorflow/core/kernels/sparse_cross_op.cc): crossed
/// feature columns.
/// </summary>
internal static class SparseCrossKernels
{
    private const ulong FingerprintMultiplier = 0xc6a4a7935bd1e995;

    /// <summary>The size of TensorFlow's DataType, which its keyed hash takes for that of an element: only so many bytes of an integer count.</summary>
    private const int KeyedBytes = 4;

    public static void AddTo(KernelTable table)
    {
        table.Add("SparseCross", Cross);
        table.Add("SparseCrossV2", context => Join(context, RegexKernels.Scalar(context, context.InputCount - 1).ToArray(), 1));
        table.Add("SparseCrossHashed", Hashed);
    }

    private static void Cross(KernelContext context)
    {
        if (context.Attributes.Type("out_type", DType.Int64) == DType.String)
        {
            Join(context, "_X_"u8.ToArray(), 0);
            return;
        }

        ulong key = unchecked((ulong)context.Attributes.Int("hash_key", 0));
        Hash(context, 0, context.Attributes.Int("num_buckets", 0), key, Fingerprint);
    }

    private static void Hashed(KernelContext context)
    {
        int last = context.InputCount - 1;
        bool strong = context.Input(last - 1).Values<bool>()[0];
        long[] salt = context.Integers(last);
        KernelContext.Require(salt.Length == 2, $"Input \"salt\" must have length 2 but has length {salt.Length}");
        Hash(context, 3, context.Integer(last - 2), null, (column, index) => strong
            ? SipHash.Hash((ulong)salt[0], (ulong)salt[1], Bytes(column, index))
            : column.IsDense ? Fingerprint(column, index) : FarmHash64.Hash(Bytes(column, index)));
    }

    private static void Join(KernelContext context, byte[] separator, int extra)
    {
        Column[] columns = Columns(context, extra);
        int total = Write(context, columns, out List<int[]> crosses);
        Span<ReadOnlyMemory<byte>> values = context.Allocate(1, DType.String, [total]).Strings;
        var parts = new ReadOnlyMemory<byte>[columns.Length];
        for (int i = 0; i < values.Length; i++)
        {
            for (int c = 0; c < parts.Length; c++)
            {
                parts[c] = Text(columns[c].Values, crosses[i][c]);
            }

            values[i] = StringKernels.Concatenate(parts, separator);
        }
    }

    private static void Hash(KernelContext context, int extra, long buckets, ulong? key, Func<Column, int, ulong> feature)
    {
        KernelContext.Require(buckets >= 0, "num_buckets must not be negative");
        Column[] columns = Columns(context, extra);
        int total = Write(context, columns, out List<int[]> crosses);
        Span<long> values = context.Allocate(1, DType.Int64, [total]).Values<long>();
        for (int i = 0; i < values.Length; i++)
        {
            ulong hash = key ?? feature(columns[0], crosses[i][0]);
            for (int c = key is null ? 1 : 0; c < columns.Length; c++)
            {
                hash = Combine(hash, feature(columns[c], crosses[i][c]));
            }

            values[i] = (long)(hash % (buckets > 0 ? (ulong)buckets : long.MaxValue));
        }
    }

    /// <summary>TensorFlow's FingerprintCat64 (tensorflow/core/platform/fingerprint.h).</summary>
    private static ulong Combine(ulong first, ulong second)
    {
        ulong result = first ^ FingerprintMultiplier;
        result ^= Mix(second * FingerprintMultiplier) * FingerprintMultiplier;
        result *= FingerprintMultiplier;
        return Mix(Mix(result) * FingerprintMultiplier);
    }

    private static ulong Mix(ulong value) => value ^ (value >> 47);

    private static ulong Fingerprint(Column column, int index) =>
        column.Values.IsString ? FarmHash64.Hash(column.Values.Strings[index].Span) : (ulong)KernelContext.IntegerAt(column.Values, index);

    private static ReadOnlySpan<byte> Bytes(Column column, int index) =>
        column.Values.IsString ? column.Values.Strings[index].Span : BitConverter.GetBytes(KernelContext.IntegerAt(column.Values, index)).AsSpan(0, KeyedBytes);

    private static ReadOnlyMemory<byte> Text(HostTensor values, int index) =>
        values.IsString ? values.Strings[index] : Encoding.ASCII.GetBytes(KernelContext.IntegerAt(values, index).ToString(CultureInfo.InvariantCulture));

    private static Column[] Columns(KernelContext context, int extra)
    {
        int sparse = checked((int)context.Attributes.Int("N", 0)), dense = context.InputCount - (3 * sparse) - extra;
        KernelContext.Require(sparse >= 0 && dense >= 0 && sparse + dense > 0, "there must be a column to cross");
        int rows = sparse > 0 ? checked((int)context.Integers(2 * sparse)[0]) : (int)context.Input(0).Shape[0];
        return
        [
            .. Enumerable.Range(0, sparse).Select(i => Column.OfSparse(context.Input(i), context.Input(sparse + i), rows)),
            .. Enumerable.Range(3 * sparse, dense).Select(i => Column.OfDense(context.Input(i), rows)),
        ];
    }

    /// <summary>Sets positions and shape; gives back, for each combination, the position of each column's feature.</summary>
    private static int Write(KernelContext context, Column[] columns, out List<int[]> crosses)
    {
        crosses = [];
        var positions = new List<long>();
        int widest = 0;
        for (int row = 0; row < columns[0].Starts.Length - 1; row++)
        {
            int before = crosses.Count;
            Combine(columns, row, 0, new int[columns.Length], crosses);
            widest = Math.Max(widest, crosses.Count - before);
            for (int i = before; i < crosses.Count; i++)
            {
                positions.Add(row);
                positions.Add(i - before);
            }
        }

        positions.CopyTo(context.Allocate(0, DType.Int64, [crosses.Count, 2]).Values<long>());
        Span<long> shape = context.Allocate(2, DType.Int64, [2]).Values<long>();
        shape[0] = columns[0].Starts.Length - 1;
        shape[1] = widest;
        return crosses.Count;
    }

    private static void Combine(Column[] columns, int row, int column, int[] chosen, List<int[]> crosses)
    {
        if (column == columns.Length)
        {
            crosses.Add((int[])chosen.Clone());
            return;
        }

        for (int at = columns[column].Starts[row]; at < columns[column].Starts[row + 1]; at++)
        {
            chosen[column] = at;
            Combine(columns, row, column + 1, chosen, crosses);
        }
    }

    /// <summary>The features of a column, and where those of each row begin.</summary>
    private sealed record Column(HostTensor Values, int[] Starts, bool IsDense)
    {
        public static Column OfDense(HostTensor tensor, int rows)
        {
            KernelContext.Require(tensor.Rank == 2 && tensor.Shape[0] == rows, $"a dense column must be a matrix of {rows} rows, got {tensor}");
            int width = (int)tensor.Shape[1];
            return new Column(tensor, [.. Enumerable.Range(0, rows + 1).Select(row => row * width)], true);
        }

        public static Column OfSparse(HostTensor indices, HostTensor values, int rows)
        {
            KernelContext.Require(indices.Rank == 2 && indices.Shape[1] == 2 && indices.Shape[0] == values.Count, $"indices {indices} and values {values} of a column do not fit");
            var starts = new int[rows + 1];
            int at = 0;
            for (int row = 0; row < rows; row++)
            {
                starts[row] = at;
                while (at < values.Count && KernelContext.IntegerAt(indices, 2 * at) == row)
                {
                    at++;
                }
            }

            starts[rows] = at;
            return new Column(values, starts, false);
        }
    }
}
