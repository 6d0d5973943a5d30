using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Ragged;

/// <summary>Reads the splits of rows: where each begins among the values, and behind them where the last ends.</summary>
internal static class RowSplits
{
    /// <summary>Rows that are made of all values.</summary>
    /// <param name="context">The op.</param>
    /// <param name="input">The position of the splits.</param>
    /// <param name="values">How many values there are.</param>
    /// <exception cref="KernelException">They decrease, or leave values out.</exception>
    public static ReadOnlySpan<long> OfAll(KernelContext context, int input, int values)
    {
        ReadOnlySpan<long> splits = Within(context, input, values);
        KernelContext.Require(splits.Length > 0 && splits[0] == 0 && splits[^1] == values, $"the row splits must begin with 0 and end with the number of values, {values}");
        return splits;
    }

    /// <summary>Rows that may leave out values before the first and behind the last; no splits at all are no rows.</summary>
    /// <param name="context">The op.</param>
    /// <param name="input">The position of the splits.</param>
    /// <param name="values">How many values there are.</param>
    /// <exception cref="KernelException">They decrease, or go beyond the values.</exception>
    public static ReadOnlySpan<long> Within(KernelContext context, int input, int values)
    {
        HostTensor tensor = context.Input(input);
        ReadOnlySpan<long> splits = tensor.DType == DType.Int64 ? tensor.Values<long>() : context.Integers(input);
        bool fit = splits.Length == 0 || (splits[0] >= 0 && splits[^1] <= values);
        for (int i = 1; i < splits.Length; i++)
        {
            fit &= splits[i - 1] <= splits[i];
        }

        KernelContext.Require(fit, $"the row splits must not decrease and must stay within the {values} values");
        return splits;
    }
}
