using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Ragged;

/// <summary>Rows of numbers, each from a start to before a limit in steps (tensorflow/core/kernels/ragged_range_op.cc).</summary>
/// <param name="context">The node.</param>
internal readonly struct RaggedRange(KernelContext context) : IRealComputation
{
    /// <inheritdoc/>
    public void Run<T>()
        where T : unmanaged, INumber<T>
    {
        HostTensor starts = context.Input(0), limits = context.Input(1), deltas = context.Input(2);
        int rows = new[] { starts, limits, deltas }.Where(t => t.Rank > 0).Select(t => t.Count).DefaultIfEmpty(1).First();
        KernelContext.Require(
            Fits(starts, rows) && Fits(limits, rows) && Fits(deltas, rows), $"starts, limits, and deltas must have the same shape, got {starts}, {limits}, {deltas}");
        var splits = new long[rows + 1];
        for (int row = 0; row < rows; row++)
        {
            splits[row + 1] = splits[row] + Size(At<T>(starts, row), At<T>(limits, row), At<T>(deltas, row));
        }

        UnicodeKernels.Integers(context, 0, context.Attributes.Type("Tsplits", DType.Int64), splits);
        Span<T> values = context.Allocate(1, starts.DType, [checked((nint)splits[rows])]).Values<T>();
        for (int row = 0; row < rows; row++)
        {
            T value = At<T>(starts, row), delta = At<T>(deltas, row);
            for (long k = splits[row]; k < splits[row + 1]; k++, value += delta)
            {
                values[(int)k] = value;
            }
        }
    }

    private static bool Fits(HostTensor tensor, int rows) => tensor.Count == (tensor.Rank == 0 ? 1 : rows);

    private static T At<T>(HostTensor tensor, int row)
        where T : unmanaged => tensor.Values<T>()[tensor.Rank == 0 ? 0 : row];

    private static long Size<T>(T start, T limit, T delta)
        where T : INumber<T>
    {
        KernelContext.Require(delta != T.Zero, "requires delta != 0");
        if (delta > T.Zero != limit > start || limit == start)
        {
            return 0;
        }

        double size = Math.Ceiling(Math.Abs((double.CreateChecked(limit) - double.CreateChecked(start)) / double.CreateChecked(delta)));
        KernelContext.Require(size < int.MaxValue, "the range is too large");
        return (long)size;
    }
}
