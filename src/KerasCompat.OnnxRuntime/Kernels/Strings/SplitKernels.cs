using System.Numerics;
using System.Runtime.CompilerServices;
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
    [SkipLocalsInit]
    private static void AtAllWhitespace(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator, long most, Cuts cuts)
    {
        Span<byte> last = stackalloc byte[Vector512<byte>.Count];
        Span<int> bounds = cuts.Room(text.Length + 1);
        int count = 0;
        ulong before = 0;
        for (int start = 0; start < text.Length; start += Vector512<byte>.Count)
        {
            scoped ReadOnlySpan<byte> block = text[start..];
            if (block.Length < last.Length)
            {
                last.Fill((byte)' ');
                block.CopyTo(last);
                block = last;
            }

            Vector512<byte> bytes = Vector512.Create(block);
            Vector512<byte> isSpace = Vector512.Equals(bytes, Vector512.Create((byte)' '))
                | Vector512.LessThanOrEqual(bytes - Vector512.Create((byte)'\t'), Vector512.Create((byte)('\r' - '\t')));
            ulong words = ~isSpace.ExtractMostSignificantBits();
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
        Cuts cuts = context.Cache as Cuts ?? new Cuts();
        context.Cache = cuts;
        cuts.Clear();
        var ends = new int[input.Count];
        int widest = 0;
        ReadOnlySpan<ReadOnlyMemory<byte>> texts = input.Strings;
        for (int i = 0; i < texts.Length; i++)
        {
            int before = cuts.Count;
            splitter(texts[i].Span, separator, most, cuts);
            ends[i] = cuts.Count;
            widest = Math.Max(widest, cuts.Count - before);
        }

        Span<long> indices = context.Allocate(0, DType.Int64, [cuts.Count, 2]).Values<long>();
        Span<ReadOnlyMemory<byte>> parts = context.Allocate(1, DType.String, [cuts.Count]).Strings;
        for (int row = 0, at = 0; row < ends.Length; row++)
        {
            ReadOnlyMemory<byte> text = texts[row];
            for (int column = 0; at < ends[row]; column++, at++)
            {
                (int start, int length) = cuts[at];
                parts[at] = text.Slice(start, length);
                indices[2 * at] = row;
                indices[(2 * at) + 1] = column;
            }
        }

        Span<long> shape = context.Allocate(2, DType.Int64, [2]).Values<long>();
        shape[0] = input.Count;
        shape[1] = widest;
    }
}
