using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers;

/// <summary>
/// Named spans of a text as a tag for each token, and back: where a span begins, is outside, inside, a single token, or ends
/// (tensorflow_text/core/kernels/boise_offset_converter.cc).
/// </summary>
internal static class SpanTagKernels
{
    private static readonly ReadOnlyMemory<byte> Outside = "O"u8.ToArray();

    public static void AddTo(KernelTable table)
    {
        table.Add("TFText>OffsetsToBoiseTags", ToTags);
        table.Add("TFText>BoiseTagsToOffsets", FromTags);
    }

    private static void ToTags(KernelContext context)
    {
        ReadOnlySpan<int> begins = context.Input(0).Values<int>(), ends = context.Input(1).Values<int>();
        ReadOnlySpan<int> spanBegins = context.Input(2).Values<int>(), spanEnds = context.Input(3).Values<int>();
        ReadOnlySpan<ReadOnlyMemory<byte>> types = context.Input(4).Strings;
        KernelContext.Require(
            begins.Length == ends.Length && spanBegins.Length == spanEnds.Length && spanBegins.Length == types.Length,
            "Token begin/end offsets must have the same size. Span begin/end offsets and span type must have the same size.");
        long[] rows = Splits(context, [5, 6], begins.Length), spanRows = Splits(context, [7, 8, 9], types.Length);
        KernelContext.Require(rows.Length == spanRows.Length, "there must be as many rows of tokens as of spans");
        bool strict = context.Flag(10);
        Span<ReadOnlyMemory<byte>> tags = context.Allocate(0, DType.String, [(nint)(rows[^1] - rows[0])]).Strings;
        int to = 0;
        for (int row = 0; row + 1 < rows.Length; row++)
        {
            int span = (int)spanRows[row], spanLimit = (int)spanRows[row + 1];
            for (int token = (int)rows[row]; token < rows[row + 1]; token++)
            {
                tags[to++] = Tag(begins[token], ends[token], spanBegins[..spanLimit], spanEnds, types, strict, ref span);
            }
        }
    }

    /// <summary>The tag of a token; what lies before it is left behind.</summary>
    private static ReadOnlyMemory<byte> Tag(
        int begin, int end, ReadOnlySpan<int> spanBegins, ReadOnlySpan<int> spanEnds, ReadOnlySpan<ReadOnlyMemory<byte>> types, bool strict, ref int span)
    {
        ReadOnlyMemory<byte> tag = Outside;
        for (; span < spanBegins.Length; span++)
        {
            int spanBegin = spanBegins[span], spanEnd = spanEnds[span];
            bool fromStart = begin <= spanBegin && end <= spanEnd, toEnd = begin >= spanBegin && end >= spanEnd;
            if (end <= spanBegin)
            {
                return tag;
            }

            if (begin >= spanEnd)
            {
                continue;
            }

            if (fromStart && toEnd)
            {
                return Named((byte)'S', types[span++]);
            }

            if (fromStart)
            {
                return strict && begin != spanBegin ? tag : Named((byte)'B', types[span]);
            }

            if (toEnd && strict && end != spanEnd)
            {
                span++;
                return tag;
            }

            if (!toEnd && begin >= spanBegin)
            {
                return Named((byte)'I', types[span]);
            }

            // The token reaches beyond the span, so that the next one may count as well.
            tag = Named(toEnd ? (byte)'E' : (byte)'B', types[span]);
        }

        return tag;
    }

    private static ReadOnlyMemory<byte> Named(byte place, ReadOnlyMemory<byte> type)
    {
        byte[] tag = new byte[type.Length + 2];
        (tag[0], tag[1]) = (place, (byte)'-');
        type.CopyTo(tag.AsMemory(2));
        return tag;
    }

    private static void FromTags(KernelContext context)
    {
        ReadOnlySpan<int> begins = context.Input(0).Values<int>(), ends = context.Input(1).Values<int>();
        ReadOnlySpan<ReadOnlyMemory<byte>> tags = context.Input(2).Strings;
        KernelContext.Require(begins.Length == ends.Length && begins.Length == tags.Length, "Token begin/end offsets and boise tags must have the same size.");
        long[] rows = Splits(context, [3, 4, 5], tags.Length);
        var spans = new List<(int Begin, int End, ReadOnlyMemory<byte> Type)>();
        Span<long> splits = context.Allocate(3, DType.Int64, [rows.Length]).Values<long>();
        for (int row = 0; row + 1 < rows.Length; row++)
        {
            AddSpans(begins, ends, tags, (int)rows[row], (int)rows[row + 1], spans);
            splits[row + 1] = spans.Count;
        }

        Span<int> outBegins = context.Allocate(0, DType.Int32, [spans.Count]).Values<int>(), outEnds = context.Allocate(1, DType.Int32, [spans.Count]).Values<int>();
        Span<ReadOnlyMemory<byte>> outTypes = context.Allocate(2, DType.String, [spans.Count]).Strings;
        for (int i = 0; i < outTypes.Length; i++)
        {
            (outBegins[i], outEnds[i], outTypes[i]) = spans[i];
        }
    }

    private static void AddSpans(
        ReadOnlySpan<int> begins, ReadOnlySpan<int> ends, ReadOnlySpan<ReadOnlyMemory<byte>> tags, int from, int to, List<(int Begin, int End, ReadOnlyMemory<byte> Type)> spans)
    {
        int? open = null;
        ReadOnlyMemory<byte> type = default;
        for (int i = from; i < to; i++)
        {
            ReadOnlySpan<byte> tag = tags[i].Span;
            bool named = tag.Length >= 2 && tag[1] == '-';
            if (named && tag[0] is (byte)'B' or (byte)'I')
            {
                open ??= begins[i];
                type = tags[i][2..];
            }
            else if (named && tag[0] is (byte)'E' or (byte)'S')
            {
                spans.Add((open ?? begins[i], ends[i], tags[i][2..]));
                open = null;
            }
            else if (open is { } begin && tag.StartsWith("O"u8))
            {
                spans.Add((begin, ends[i - 1], type));
                open = null;
            }
        }

        if (open is { } last)
        {
            spans.Add((last, ends[to - 1], type));
        }
    }

    /// <summary>The splits of several inputs, which must be the same.</summary>
    private static long[] Splits(KernelContext context, ReadOnlySpan<int> inputs, int count)
    {
        long[] splits = [.. RowSplits.Within(context, inputs[0], count)];
        KernelContext.Require(splits.Length > 0, "row splits must not be empty");
        foreach (int input in inputs[1..])
        {
            KernelContext.Require(splits.AsSpan().SequenceEqual(context.Integers(input)), "Row splits must be the same for the parts of tokens, and for those of spans.");
        }

        return splits;
    }
}
