using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Runs of words in the rows of a ragged tensor (tensorflow/core/kernels/string_ngrams_op.cc).</summary>
internal static class NGramKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("StringNGrams", NGrams);
        table.Add("TFText>NgramsStringJoin", Join);
    }

    /// <summary>Runs of words along the last dimension, of a dense tensor or a ragged one (tensorflow_text/core/kernels/ngrams_kernel_template.h).</summary>
    private static void Join(KernelContext context)
    {
        HostTensor data = context.Input(0);
        int width = checked((int)context.Attributes.Int("width", 1));
        KernelContext.Require(context.Attributes.Int("axis", -1) == -1, "axis must be -1");
        KernelContext.Require(width > 0, $"width must be positive, got {width}");
        ReadOnlyMemory<byte> separator = context.Attributes.Bytes("string_separator");
        bool ragged = context.InputCount > 1;
        KernelContext.Require(ragged || data.Rank > 0, $"a tensor with a last dimension is wanted, got {data}");
        nint last = ragged ? 0 : data.Shape[^1];
        ReadOnlySpan<long> splits = ragged
            ? RowSplits.Within(context, context.InputCount - 1, data.Count)
            : (long[])[.. Enumerable.Range(0, last == 0 ? 1 : (data.Count / (int)last) + 1).Select(row => row * (long)last)];
        var grams = new List<ReadOnlyMemory<byte>>();
        var ends = new long[splits.Length];
        for (int row = 0; row + 1 < splits.Length; row++)
        {
            ReadOnlySpan<ReadOnlyMemory<byte>> words = data.Strings[(int)splits[row]..(int)splits[row + 1]];
            for (int start = 0; start + width <= words.Length; start++)
            {
                grams.Add(StringKernels.Concatenate(words.Slice(start, width), separator.Span));
            }

            ends[row + 1] = grams.Count;
        }

        nint[] shape = ragged ? [grams.Count] : [.. data.Shape[..^1], Math.Max(0, last - width + 1)];
        CollectionsMarshal.AsSpan(grams).CopyTo(context.Allocate(0, DType.String, shape).Strings);
        for (int outer = 1; outer < context.InputCount - 1; outer++)
        {
            context.SetOutput(outer, context.Input(outer));
        }

        if (ragged)
        {
            UnicodeKernels.Integers(context, context.InputCount - 1, DType.Int64, ends);
        }
    }

    private static void NGrams(KernelContext context)
    {
        HostTensor data = context.Input(0);
        ReadOnlySpan<long> splits = RowSplits.Within(context, 1, data.Count);
        int[] widths = [.. context.Attributes.Ints("ngram_widths").Select(w => checked((int)w))];
        KernelContext.Require(Array.TrueForAll(widths, w => w > 0), "ngram_widths must contain positive values");
        bool preserveShort = context.Attributes.Bool("preserve_short_sequences", false);
        var padding = new Padding(context);
        var ends = new long[Math.Max(1, splits.Length)];
        for (int row = 0; row + 1 < splits.Length; row++)
        {
            long words = splits[row + 1] - splits[row], grams = 0;
            foreach (int width in widths)
            {
                grams += padding.Count(words, width);
            }

            ends[row + 1] = ends[row] + (grams == 0 && preserveShort && words > 0 ? 1 : grams);
        }

        ReadOnlySpan<ReadOnlyMemory<byte>> texts = data.Strings;
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, [checked((nint)ends[^1])]).Strings;
        ByteChunks chunks = context.Texts(StringKernels.TotalLength(texts));
        for (int row = 0; row + 1 < splits.Length; row++)
        {
            ReadOnlySpan<ReadOnlyMemory<byte>> words = texts[(int)splits[row]..(int)splits[row + 1]];
            Span<ReadOnlyMemory<byte>> grams = output[(int)ends[row]..(int)ends[row + 1]];
            foreach (int width in widths)
            {
                int count = (int)padding.Count(words.Length, width);
                padding.Write(grams[..count], words, width, chunks);
                grams = grams[count..];
            }

            if (!grams.IsEmpty)
            {
                grams[0] = padding.Whole(words);
            }
        }

        UnicodeKernels.Integers(context, 1, context.Attributes.Type("Tsplits", DType.Int64), ends);
    }

    /// <summary>How rows are padded: <c>pad_width</c> on each side, at most one less than the width; -1 for just that.</summary>
    private sealed class Padding(KernelContext context)
    {
        private readonly byte[] _separator = context.Attributes.Bytes("separator").ToArray();
        private readonly ReadOnlyMemory<byte> _left = context.Attributes.Bytes("left_pad");
        private readonly ReadOnlyMemory<byte> _right = context.Attributes.Bytes("right_pad");
        private readonly int _width = checked((int)context.Attributes.Int("pad_width", 0));

        /// <summary>How many grams a row of words has.</summary>
        public long Count(long words, int width) => Math.Max(0, words + (2L * Pad(width)) - width + 1);

        /// <summary>Writes the grams of a row of words.</summary>
        public void Write(Span<ReadOnlyMemory<byte>> grams, ReadOnlySpan<ReadOnlyMemory<byte>> words, int width, ByteChunks chunks)
        {
            if (width == 1)
            {
                words.CopyTo(grams);
                return;
            }

            int pad = Pad(width);
            var parts = new ReadOnlyMemory<byte>[grams.IsEmpty ? 0 : width];
            for (int start = 0; start < grams.Length; start++)
            {
                for (int k = 0; k < parts.Length; k++)
                {
                    int at = start + k - pad;
                    parts[k] = at < 0 ? _left : at >= words.Length ? _right : words[at];
                }

                grams[start] = StringKernels.Concatenate(parts, _separator, chunks);
            }
        }

        /// <summary>A row that is too short for any width becomes one gram, padded on both sides as far as its width allows.</summary>
        public byte[] Whole(ReadOnlySpan<ReadOnlyMemory<byte>> words)
        {
            int pad = Math.Max(0, _width);
            return StringKernels.Concatenate([.. Enumerable.Repeat(_left, pad), .. words, .. Enumerable.Repeat(_right, pad)], _separator);
        }

        private int Pad(int width) => _width < 0 ? width - 1 : Math.Min(_width, width - 1);
    }
}
