using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>Texts to their bytes, or to the parts that offsets say (tensorflow_text/core/kernels/byte_splitter.cc).</summary>
internal static class ByteSplitKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("TFText>ByteSplitWithOffsets", ToBytes);
        table.Add("TFText>ByteSplitByOffsets", ByOffsets);
    }

    private static void ToBytes(KernelContext context)
    {
        HostTensor texts = context.Input(0);
        int total = StringKernels.TotalLength(texts.Strings);
        Span<byte> bytes = context.Allocate(0, DType.UInt8, [total]).Bytes;
        Span<int> starts = context.Allocate(2, DType.Int32, [total]).Values<int>(), ends = context.Allocate(3, DType.Int32, [total]).Values<int>();
        var splits = new long[texts.Count + 1];
        int at = 0;
        for (int i = 0; i < texts.Count; i++)
        {
            ReadOnlySpan<byte> text = texts.Strings[i].Span;
            text.CopyTo(bytes[at..]);
            for (int k = 0; k < text.Length; k++, at++)
            {
                (starts[at], ends[at]) = (k, k + 1);
            }

            splits[i + 1] = at;
        }

        UnicodeKernels.Integers(context, 1, DType.Int64, splits);
    }

    private static void ByOffsets(KernelContext context)
    {
        HostTensor texts = context.Input(0);
        long[] starts = context.Integers(1), ends = context.Integers(2);
        ReadOnlySpan<long> splits = RowSplits.Within(context, 3, Math.Min(starts.Length, ends.Length));
        KernelContext.Require(splits.Length == texts.Count + 1, $"input_row_splits must have {texts.Count + 1} elements, got {splits.Length}");
        var parts = new List<ReadOnlyMemory<byte>>();
        var outputSplits = new long[splits.Length];
        for (int row = 0; row < texts.Count; row++)
        {
            ReadOnlyMemory<byte> text = texts.Strings[row];
            for (long i = splits[row]; i < splits[row + 1]; i++)
            {
                (long start, long end) = (starts[i], ends[i]);
                KernelContext.Require(start >= 0 && start <= text.Length, "Start offsets out of range.");
                KernelContext.Require(end >= 0 && end <= text.Length, "End offsets out of range.");
                KernelContext.Require(start <= end, "Start offset after end offset.");
                parts.Add(text[(int)start..(int)end]);
            }

            outputSplits[row + 1] = parts.Count;
        }

        CollectionsMarshal.AsSpan(parts).CopyTo(context.Allocate(0, DType.String, [parts.Count]).Strings);
        UnicodeKernels.Integers(context, 1, DType.Int64, outputSplits);
    }
}
