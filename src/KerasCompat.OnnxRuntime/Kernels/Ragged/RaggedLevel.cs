using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Ragged;

/// <summary>One ragged dimension: where each row begins and ends among its values. Its memory is kept from run to run.</summary>
internal sealed class RaggedLevel
{
    private int[] _splits = [0];

    /// <summary>How many rows there are.</summary>
    public int Rows { get; private set; }

    /// <summary>How many values the rows have together.</summary>
    public int Values => _splits[Rows];

    /// <summary>Where each row begins; the last of them is where the last row ends.</summary>
    public ReadOnlySpan<int> Splits => _splits.AsSpan(0, Rows + 1);

    /// <summary>The number of values of the longest row.</summary>
    public int Widest
    {
        get
        {
            ReadOnlySpan<int> splits = Splits;
            int widest = 0;
            for (int row = 0; row + 1 < splits.Length; row++)
            {
                widest = Math.Max(widest, splits[row + 1] - splits[row]);
            }

            return widest;
        }
    }

    /// <summary>Takes the rows from their splits.</summary>
    /// <param name="partition">The splits.</param>
    public void ReadSplits(HostTensor partition)
    {
        Prepare(Math.Max(0, partition.Count - 1));
        if (partition.DType == DType.Int64)
        {
            ReadSplits(partition.Values<long>());
        }
        else
        {
            ReadSplits(partition.Values<int>());
        }
    }

    /// <summary>Takes the rows from the number of the row that each value is in.</summary>
    /// <param name="partition">The numbers, in order.</param>
    /// <param name="rows">How many rows there are.</param>
    public void ReadRowIds(HostTensor partition, int rows)
    {
        Prepare(rows);
        if (partition.DType == DType.Int64)
        {
            ReadRowIds(partition.Values<long>());
        }
        else
        {
            ReadRowIds(partition.Values<int>());
        }
    }

    private void Prepare(int rows)
    {
        Rows = rows;
        if (_splits.Length <= rows)
        {
            _splits = new int[checked(rows + 1)];
        }

        _splits[0] = 0;
    }

    private void ReadSplits<T>(ReadOnlySpan<T> splits)
        where T : IBinaryInteger<T>
    {
        for (int i = 0; i < splits.Length; i++)
        {
            KernelContext.Require(i == 0 ? T.IsZero(splits[0]) : splits[i] >= splits[i - 1], "row_splits must begin with 0 and not decrease");
            _splits[i] = int.CreateChecked(splits[i]);
        }
    }

    private void ReadRowIds<T>(ReadOnlySpan<T> ids)
        where T : IBinaryInteger<T>
    {
        KernelContext.Require(Rows > 0 || ids.IsEmpty, "value_rowids must not decrease and stay within the rows");
        Span<int> splits = _splits.AsSpan(0, Rows + 1);
        int row = 0;
        T last = T.Zero;
        for (int i = 0; i < ids.Length; i++)
        {
            if (ids[i] == last)
            {
                continue;
            }

            KernelContext.Require(ids[i] > last && ids[i] < T.CreateChecked(Rows), "value_rowids must not decrease and stay within the rows");
            last = ids[i];
            int next = int.CreateTruncating(last);
            splits[(row + 1)..(next + 1)].Fill(i);
            row = next;
        }

        splits[(row + 1)..].Fill(ids.Length);
    }
}
