using System.Numerics;
using System.Runtime.Intrinsics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Splits a vector of strings into a sparse tensor of parts (tensorflow/core/kernels/string_split_op.cc).</summary>
internal static class SplitKernels
{
    /// <summary>A bit for each byte of white space.</summary>
    private const ulong Whitespace = (1UL << ' ') | (1UL << '\t') | (1UL << '\n') | (1UL << '\v') | (1UL << '\f') | (1UL << '\r');

    private delegate void Splitter(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, long most, Cuts cuts);

    public static void AddTo(KernelTable table)
    {
        table.Add("StringSplitV2", SplitV2);
        table.Add("StringSplit", Split);
    }

    /// <summary>The separator as a whole; an empty one stands for runs of white space, as in Python's <c>str.split</c>.</summary>
    private static void SplitV2(KernelContext context)
    {
        ReadOnlySpan<byte> separator = RegexKernels.Scalar(context, 1).Span;
        long most = context.Attributes.Int("maxsplit", -1);
        Splitter splitter = most == 0 ? Whole : separator.IsEmpty ? (most < 0 ? AtAllWhitespace : AtWhitespace) : AtSeparator;
        Write(context, splitter, separator, most);
    }

    /// <summary>Every byte of the delimiter by itself; an empty one splits into bytes.</summary>
    private static void Split(KernelContext context)
    {
        ReadOnlySpan<byte> delimiters = RegexKernels.Scalar(context, 1).Span;
        bool skipEmpty = context.Attributes.Bool("skip_empty", true);
        Write(context, delimiters.IsEmpty ? IntoBytes : skipEmpty ? AtAnyNonEmpty : AtAny, delimiters, -1);
    }

    private static void Whole(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, long most, Cuts cuts) => cuts.Add(0, text.Length);

    private static void IntoBytes(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, long most, Cuts cuts)
    {
        for (int i = 0; i < text.Length; i++)
        {
            cuts.Add(i, 1);
        }
    }

    private static void AtAny(ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiters, long most, Cuts cuts) => AtAny(text, delimiters, cuts, skipEmpty: false);

    private static void AtAnyNonEmpty(ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiters, long most, Cuts cuts) => AtAny(text, delimiters, cuts, skipEmpty: true);

    private static void AtAny(ReadOnlySpan<byte> text, ReadOnlySpan<byte> delimiters, Cuts cuts, bool skipEmpty)
    {
        for (int start = 0, length; start <= text.Length; start += length + 1)
        {
            length = text[start..].IndexOfAny(delimiters);
            length = length < 0 ? text.Length - start : length;
            if (length > 0 || !skipEmpty)
            {
                cuts.Add(start, length);
            }
        }
    }

    /// <summary>
    /// 64 bytes at a time become a number with a bit for each byte of a word; a word begins and ends where neighbours differ. How long words
    /// are cannot be foretold, and a processor that guesses wrong loses more time than it takes to look at them all.
    /// </summary>
    private static void AtAllWhitespace(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, long most, Cuts cuts)
    {
        Span<int> bounds = cuts.Room(text.Length + 1);
        int count = 0;
        ulong before = 0;
        for (int start = 0; start < text.Length; start += Vector512<byte>.Count)
        {
            ulong words = Words(text, start);
            for (ulong changes = words ^ ((words << 1) | before); changes != 0; changes &= changes - 1)
            {
                bounds[count++] = start + BitOperations.TrailingZeroCount(changes);
            }

            before = words >> (Vector512<byte>.Count - 1);
        }

        if (before != 0)
        {
            bounds[count++] = text.Length;
        }

        cuts.Take(count);
    }

    /// <summary>A bit for each of the next 64 bytes: whether there is one, and it is not white space.</summary>
    private static ulong Words(ReadOnlySpan<byte> text, int start)
    {
        int length = text.Length - start;
        if (length >= Vector512<byte>.Count)
        {
            Vector512<byte> bytes = Vector512.Create(text[start..]);
            return ~(Vector512.Equals(bytes, Vector512.Create((byte)' '))
                | Vector512.LessThanOrEqual(bytes - Vector512.Create((byte)'\t'), Vector512.Create((byte)('\r' - '\t')))).ExtractMostSignificantBits();
        }

        ulong words = 0;
        if (text.Length < Vector128<byte>.Count)
        {
            for (int i = 0; i < text.Length; i++)
            {
                words |= (IsWhitespace(text[i]) ? 0UL : 1UL) << i;
            }

            return words;
        }

        // The last block may overlap the one before it, or begin before the start.
        for (int at = 0; at < length; at += Vector128<byte>.Count)
        {
            int missing = Math.Max(0, at + Vector128<byte>.Count - length);
            ulong block = Words(Vector128.Create(text[(start + at - missing)..]));
            words |= (block >> missing) << at;
        }

        return words;
    }

    private static ulong Words(Vector128<byte> bytes) =>
        ~(Vector128.Equals(bytes, Vector128.Create((byte)' '))
            | Vector128.LessThanOrEqual(bytes - Vector128.Create((byte)'\t'), Vector128.Create((byte)('\r' - '\t')))).ExtractMostSignificantBits() & 0xFFFF;

    private static void AtWhitespace(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, long most, Cuts cuts)
    {
        int at = 0;
        while (at < text.Length && IsWhitespace(text[at]))
        {
            at++;
        }

        for (long splits = 1; at < text.Length; splits++)
        {
            int start = at;
            while (at < text.Length && !IsWhitespace(text[at]))
            {
                at++;
            }

            cuts.Add(start, at - start);
            while (at < text.Length && IsWhitespace(text[at]))
            {
                at++;
            }

            if (splits == most)
            {
                // What is left is a part as it is, with the white space at its end, and also when it is empty.
                cuts.Add(at, text.Length - at);
                return;
            }
        }
    }

    private static bool IsWhitespace(byte value) => value <= ' ' && ((Whitespace >> value) & 1) != 0;

    private static void AtSeparator(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, long most, Cuts cuts)
    {
        int start = 0;
        for (long splits = 0; most < 0 || splits < most; splits++)
        {
            int length = text[start..].IndexOf(separator);
            if (length < 0)
            {
                break;
            }

            cuts.Add(start, length);
            start += length + separator.Length;
        }

        cuts.Add(start, text.Length - start);
    }

    private static void Write(KernelContext context, Splitter splitter, ReadOnlySpan<byte> separator, long most)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(input.Rank == 1, $"input must be a vector, got {input}");
        TextParts parts = Parts(context);
        parts.Begin(input);
        foreach (ReadOnlyMemory<byte> text in input.Strings)
        {
            splitter(text.Span, separator, most, parts.Cuts);
            parts.EndText();
        }

        context.SetOutput(1, HostTensor.FromParts(parts));
        int widest = WriteIndices(parts, context.Allocate(0, DType.Int64, [parts.Count, 2]).Values<(long, long)>());
        Span<long> shape = context.Allocate(2, DType.Int64, [2]).Values<long>();
        shape[0] = input.Count;
        shape[1] = widest;
    }

    /// <summary>Memory for the parts; that of the last run where nobody reads it any more.</summary>
    private static TextParts Parts(KernelContext context)
    {
        TextParts parts = context.Cache as TextParts ?? new TextParts();
        context.Cache = context.KeepsTensors ? parts : null;
        return parts;
    }

    /// <summary>Writes the row and the column of each part.</summary>
    /// <returns>The number of columns.</returns>
    private static int WriteIndices(TextParts parts, Span<(long Row, long Column)> indices)
    {
        ReadOnlySpan<int> ends = parts.Ends;
        int widest = 0;
        for (int row = 0, at = 0; row < ends.Length; row++)
        {
            int width = ends[row] - at;
            for (int column = 0; column < width; column++, at++)
            {
                indices[at] = (row, column);
            }

            widest = Math.Max(widest, width);
        }

        return widest;
    }
}
