using System.Buffers;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Splits a vector of strings into a sparse tensor of parts (tensorflow/core/kernels/string_split_op.cc).</summary>
internal static class SplitKernels
{
    private static readonly byte[] Whitespace = [(byte)' ', (byte)'\t', (byte)'\n', (byte)'\v', (byte)'\f', (byte)'\r'];
    private static readonly SearchValues<byte> AnyWhitespace = SearchValues.Create(Whitespace);

    public static void AddTo(KernelTable table)
    {
        table.Add("StringSplitV2", SplitV2);
        table.Add("StringSplit", Split);
    }

    /// <summary>The separator as a whole; an empty one stands for runs of white space, as in Python's <c>str.split</c>.</summary>
    private static void SplitV2(KernelContext context)
    {
        HostTensor input = context.Input(0);
        ReadOnlyMemory<byte> separator = context.Input(1).Strings[0];
        long most = context.Attributes.Int("maxsplit", -1);
        Write(context, input, separator.IsEmpty
            ? (text, parts) => AtWhitespace(text, most, parts)
            : (text, parts) => AtSeparator(text, separator.Span, most, parts));
    }

    /// <summary>Every byte of the delimiter by itself; an empty one splits into bytes.</summary>
    private static void Split(KernelContext context)
    {
        HostTensor input = context.Input(0);
        ReadOnlyMemory<byte> delimiters = context.Input(1).Strings[0];
        bool skipEmpty = context.Attributes.Bool("skip_empty", true);
        Write(context, input, (text, parts) =>
        {
            if (delimiters.IsEmpty)
            {
                for (int i = 0; i < text.Length; i++)
                {
                    parts.Add(text.Slice(i, 1));
                }

                return;
            }

            while (true)
            {
                int end = text.Span.IndexOfAny(delimiters.Span);
                ReadOnlyMemory<byte> part = end < 0 ? text : text[..end];
                if (!skipEmpty || !part.IsEmpty)
                {
                    parts.Add(part);
                }

                if (end < 0)
                {
                    return;
                }

                text = text[(end + 1)..];
            }
        });
    }

    private static void AtWhitespace(ReadOnlyMemory<byte> text, long most, List<ReadOnlyMemory<byte>> parts)
    {
        text = text.TrimStart(Whitespace);
        for (long splits = 0; !text.IsEmpty; splits++)
        {
            int end = most >= 0 && splits >= most ? -1 : text.Span.IndexOfAny(AnyWhitespace);
            if (end < 0)
            {
                // What is left when no split is left keeps its inner white space, but not that at its end.
                parts.Add(text.TrimEnd(Whitespace));
                return;
            }

            parts.Add(text[..end]);
            text = text[end..].TrimStart(Whitespace);
        }
    }

    private static void AtSeparator(ReadOnlyMemory<byte> text, ReadOnlySpan<byte> separator, long most, List<ReadOnlyMemory<byte>> parts)
    {
        for (long splits = 0; most < 0 || splits < most; splits++)
        {
            int end = text.Span.IndexOf(separator);
            if (end < 0)
            {
                break;
            }

            parts.Add(text[..end]);
            text = text[(end + separator.Length)..];
        }

        parts.Add(text);
    }

    private static void Write(KernelContext context, HostTensor input, Action<ReadOnlyMemory<byte>, List<ReadOnlyMemory<byte>>> split)
    {
        KernelContext.Require(input.Rank == 1, $"input must be a vector, got {input}");
        var values = new List<ReadOnlyMemory<byte>>();
        var ends = new int[input.Count];
        int widest = 0;
        for (int i = 0; i < input.Count; i++)
        {
            int before = values.Count;
            split(input.Strings[i], values);
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

        Span<ReadOnlyMemory<byte>> output = context.Allocate(1, DType.String, [values.Count]).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = values[i];
        }

        Span<long> shape = context.Allocate(2, DType.Int64, [2]).Values<long>();
        shape[0] = input.Count;
        shape[1] = widest;
    }
}
