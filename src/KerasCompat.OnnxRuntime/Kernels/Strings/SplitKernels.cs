using System.Buffers;
using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Splits a vector of strings into a sparse tensor of parts (tensorflow/core/kernels/string_split_op.cc).</summary>
internal static class SplitKernels
{
    private static readonly SearchValues<byte> Whitespace = SearchValues.Create(" \t\n\v\f\r"u8);

    private delegate void Splitter(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> separator, long most, List<ReadOnlyMemory<byte>> parts);

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
        Splitter splitter = most == 0 ? static (text, _, _, parts) => parts.Add(text) : separator.IsEmpty ? AtWhitespace : AtSeparator;
        Write(context, splitter, separator, most);
    }

    /// <summary>Every byte of the delimiter by itself; an empty one splits into bytes.</summary>
    private static void Split(KernelContext context)
    {
        ReadOnlySpan<byte> delimiters = RegexKernels.Scalar(context, 1).Span;
        Splitter splitter = delimiters.IsEmpty ? IntoBytes : context.Attributes.Bool("skip_empty", true) ? AtAnyNonEmpty : AtAny;
        Write(context, splitter, delimiters, -1);
    }

    private static void IntoBytes(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> separator, long most, List<ReadOnlyMemory<byte>> parts)
    {
        for (int i = 0; i < text.Length; i++)
        {
            parts.Add(text.Slice(i, 1));
        }
    }

    private static void AtAny(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> delimiters, long most, List<ReadOnlyMemory<byte>> parts)
    {
        for (int end = text.Span.IndexOfAny(delimiters); end >= 0; end = text.Span.IndexOfAny(delimiters))
        {
            parts.Add(text[..end]);
            text = text[(end + 1)..];
        }

        parts.Add(text);
    }

    private static void AtAnyNonEmpty(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> delimiters, long most, List<ReadOnlyMemory<byte>> parts)
    {
        int before = parts.Count;
        AtAny(text, delimiters, most, parts);
        int kept = before;
        for (int i = before; i < parts.Count; i++)
        {
            if (!parts[i].IsEmpty)
            {
                parts[kept++] = parts[i];
            }
        }

        parts.RemoveRange(kept, parts.Count - kept);
    }

    private static void AtWhitespace(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> separator, long most, List<ReadOnlyMemory<byte>> parts)
    {
        ReadOnlySpan<byte> bytes = text.Span;
        int start = Skip(bytes, 0);
        for (long splits = 1; start < bytes.Length; splits++)
        {
            int length = bytes[start..].IndexOfAny(Whitespace);
            int end = length < 0 ? bytes.Length : start + length;
            parts.Add(text[start..end]);
            start = Skip(bytes, end);
            if (splits == most)
            {
                // What is left is a part as it is, with the white space at its end, and also when it is empty.
                parts.Add(text[start..]);
                return;
            }
        }
    }

    /// <summary>The position of the first byte that is not white space.</summary>
    private static int Skip(ReadOnlySpan<byte> bytes, int from)
    {
        int length = bytes[from..].IndexOfAnyExcept(Whitespace);
        return length < 0 ? bytes.Length : from + length;
    }

    private static void AtSeparator(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> separator, long most, List<ReadOnlyMemory<byte>> parts)
    {
        int start = 0;
        for (long splits = 0; most < 0 || splits < most; splits++)
        {
            int length = text.Span[start..].IndexOf(separator);
            if (length < 0)
            {
                break;
            }

            parts.Add(text.Slice(start, length));
            start += length + separator.Length;
        }

        parts.Add(text[start..]);
    }

    private static void Write(KernelContext context, Splitter splitter, ReadOnlySpan<byte> separator, long most)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(input.Rank == 1, $"input must be a vector, got {input}");
        // Kept from one run to the next, so that it has grown to what the model's texts need.
        var values = context.Cache as List<ReadOnlyMemory<byte>> ?? [];
        context.Cache = values;
        values.Clear();
        var ends = new int[input.Count];
        int widest = 0;
        ReadOnlySpan<ReadOnlyMemory<byte>> texts = input.Strings;
        for (int i = 0; i < texts.Length; i++)
        {
            int before = values.Count;
            splitter(texts[i], separator, most, values);
            ends[i] = values.Count;
            widest = Math.Max(widest, values.Count - before);
        }

        Span<long> indices = context.Allocate(0, DType.Int64, [values.Count, 2]).Values<long>();
        for (int row = 0, at = 0; row < ends.Length; row++)
        {
            for (int column = 0; at < ends[row]; column++, at++)
            {
                indices[2 * at] = row;
                indices[(2 * at) + 1] = column;
            }
        }

        CollectionsMarshal.AsSpan(values).CopyTo(context.Allocate(1, DType.String, [values.Count]).Strings);
        // Not to hold on to the texts of this call.
        values.Clear();
        Span<long> shape = context.Allocate(2, DType.Int64, [2]).Values<long>();
        shape[0] = input.Count;
        shape[1] = widest;
    }
}
