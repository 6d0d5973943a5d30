using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Several segments of each row down to a length that they share fairly (tensorflow_text/core/kernels/round_robin_trimmer.h).</summary>
internal static class TrimmerKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("TFText>RoundRobinTrim", Trim);
        table.Add("TFText>RoundRobinGenerateMasks", Mask);
    }

    private static void Trim(KernelContext context)
    {
        long[][] splits = Splits(context);
        long[][] kept = Kept(context, splits);
        DType splitType = context.Attributes.Type("Tsplits", DType.Int64);
        for (int s = 0; s < splits.Length; s++)
        {
            HostTensor values = context.Input(1 + s);
            var keptSplits = new long[splits[s].Length];
            for (int row = 0; row < kept[s].Length; row++)
            {
                keptSplits[row + 1] = keptSplits[row] + kept[s][row];
            }

            HostTensor output = context.Allocate(s, values.DType, [(nint)keptSplits[^1]]);
            for (int row = 0; row < kept[s].Length; row++)
            {
                HostTensor.Copy(values, (int)splits[s][row], output, (int)keptSplits[row], (int)kept[s][row]);
            }

            UnicodeKernels.Integers(context, splits.Length + s, splitType, keptSplits);
        }
    }

    private static void Mask(KernelContext context)
    {
        long[][] splits = Splits(context);
        long[][] kept = Kept(context, splits);
        for (int s = 0; s < splits.Length; s++)
        {
            Span<bool> mask = context.Allocate(s, DType.Bool, [context.Input(1 + s).Count]).Values<bool>();
            mask.Clear();
            for (int row = 0; row < kept[s].Length; row++)
            {
                mask.Slice((int)splits[s][row], (int)kept[s][row]).Fill(true);
            }
        }
    }

    /// <summary>The splits of each segment, of as many rows.</summary>
    private static long[][] Splits(KernelContext context)
    {
        int segments = checked((int)context.Attributes.Int("N", (context.InputCount - 1) / 2));
        KernelContext.Require(segments > 0 && context.InputCount == 1 + (2 * segments), $"{segments} segments have {2 * segments} inputs, got {context.InputCount - 1}");
        var splits = new long[segments][];
        for (int s = 0; s < segments; s++)
        {
            splits[s] = [.. RowSplits.OfAll(context, 1 + segments + s, context.Input(1 + s).Count)];
            KernelContext.Require(splits[s].Length == splits[0].Length, $"segment {s} must have as many rows as segment 0");
        }

        return splits;
    }

    /// <summary>How many values of each row of each segment are kept.</summary>
    private static long[][] Kept(KernelContext context, long[][] splits)
    {
        long most = Math.Max(0, context.Integer(0));
        long[][] kept = [.. splits.Select(own => new long[own.Length - 1])];
        var sizes = new long[splits.Length];
        for (int row = 0; row < kept[0].Length; row++)
        {
            for (int s = 0; s < sizes.Length; s++)
            {
                sizes[s] = splits[s][row + 1] - splits[s][row];
            }

            Share(sizes, most);
            for (int s = 0; s < sizes.Length; s++)
            {
                kept[s][row] = sizes[s];
            }
        }

        return kept;
    }

    /// <summary>Short segments are kept whole, the others cut to one length; what is left over goes to the first of them.</summary>
    private static void Share(Span<long> sizes, long left)
    {
        Span<long> sorted = sizes.ToArray();
        sorted.Sort();
        long cut = 0;
        int longer = sorted.Length;
        foreach (long size in sorted)
        {
            if (size * longer > left)
            {
                cut = left / longer;
                left -= cut * longer;
                break;
            }

            cut = size;
            left -= size;
            longer--;
        }

        for (int s = 0; s < sizes.Length; s++)
        {
            bool whole = sizes[s] <= cut;
            long more = !whole && left > 0 ? 1 : 0;
            left -= more;
            sizes[s] = whole ? sizes[s] : cut + more;
        }
    }
}
