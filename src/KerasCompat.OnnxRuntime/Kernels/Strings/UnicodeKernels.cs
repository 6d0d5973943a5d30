using System.Text;
using System.Text.Unicode;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Text to code points and back (tensorflow/core/kernels/unicode_ops.cc).</summary>
internal static class UnicodeKernels
{
    private const int AsciiCount = 0x80;

    /// <summary>The characters of ASCII, of which each is a text by itself in most texts that are split into characters.</summary>
    private static readonly ReadOnlyMemory<byte> Ascii = Enumerable.Range(0, AsciiCount).Select(character => (byte)character).ToArray();

    public static void AddTo(KernelTable table)
    {
        table.Add("UnicodeDecode", context => Decode(context, offsets: false));
        table.Add("UnicodeDecodeWithOffsets", context => Decode(context, offsets: true));
        table.Add("UnicodeEncode", Encode);
        table.Add("UnicodeTranscode", Transcode);
    }

    private static void Decode(KernelContext context, bool offsets)
    {
        HostTensor input = context.Input(0);
        var policy = UnicodePolicy.Of(context);
        TextEncoding encoding = TextEncoding.ToRead(context.Attributes.String("input_encoding", "UTF-8"));
        (List<int> characters, List<long> starts) = context.Cache as (List<int>, List<long>)? ?? ([], []);
        context.Cache ??= (characters, starts);
        characters.Clear();
        starts.Clear();
        ReadOnlySpan<ReadOnlyMemory<byte>> texts = input.Strings;
        var splits = new long[texts.Length + 1];
        for (int i = 0; i < texts.Length; i++)
        {
            for (var reader = new UnicodeReader(texts[i].Span, encoding, policy); reader.Read();)
            {
                characters.Add(reader.Character);
                starts.Add(reader.Start);
            }

            splits[i + 1] = characters.Count;
        }

        Integers(context, 0, context.Attributes.Type("Tsplits", DType.Int64), splits);
        characters.CopyTo(context.Allocate(1, DType.Int32, [characters.Count]).Values<int>());
        if (offsets)
        {
            starts.CopyTo(context.Allocate(2, DType.Int64, [starts.Count]).Values<long>());
        }
    }

    internal static void Integers(KernelContext context, int output, DType dtype, ReadOnlySpan<long> values)
    {
        HostTensor tensor = context.Allocate(output, dtype, [values.Length]);
        for (int i = 0; i < values.Length; i++)
        {
            if (dtype == DType.Int64)
            {
                tensor.Values<long>()[i] = values[i];
            }
            else
            {
                tensor.Values<int>()[i] = checked((int)values[i]);
            }
        }
    }

    private static void Encode(KernelContext context)
    {
        HostTensor values = context.Input(0);
        ReadOnlySpan<long> splits = RowSplits.OfAll(context, 1, values.Count);
        var policy = UnicodePolicy.Of(context);
        TextEncoding encoding = TextEncoding.ToWrite(context.Attributes.String("output_encoding", "UTF-8"));
        ReadOnlySpan<int> codePoints = values.Values<int>();
        ByteChunks chunks = context.Texts(codePoints.Length);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, [splits.Length - 1]).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            ReadOnlySpan<int> own = codePoints[(int)splits[i]..(int)splits[i + 1]];
            if (own is [>= 0 and < AsciiCount and var single] && encoding.IsUtf8)
            {
                output[i] = Ascii.Slice(single, 1);
                continue;
            }

            Span<byte> room = chunks.Room(checked(own.Length * TextEncoding.MostBytes));
            int length = 0;
            foreach (int codePoint in own)
            {
                if ((Rune.IsValid(codePoint) ? codePoint : policy.Invalid()) is { } character)
                {
                    length += encoding.Write(room[length..], new Rune(character));
                }
            }

            output[i] = chunks.Take(length);
        }
    }

    private static void Transcode(KernelContext context)
    {
        HostTensor input = context.Input(0);
        var policy = UnicodePolicy.Of(context);
        TextEncoding from = TextEncoding.ToRead(context.Attributes.String("input_encoding", "UTF-8")), to = TextEncoding.ToWrite(context.Attributes.String("output_encoding", "UTF-8"));
        bool same = from.IsUtf8 && to.IsUtf8 && !policy.ReplaceControls;
        ReadOnlySpan<ReadOnlyMemory<byte>> texts = input.Strings;
        ByteChunks chunks = context.Texts(StringKernels.TotalLength(texts));
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            ReadOnlySpan<byte> text = texts[i].Span;
            if (same && Utf8.IsValid(text))
            {
                output[i] = texts[i];
                continue;
            }

            // No character is less than a byte.
            Span<byte> room = chunks.Room(checked(text.Length * TextEncoding.MostBytes));
            int length = 0;
            for (var reader = new UnicodeReader(text, from, policy); reader.Read();)
            {
                length += to.Write(room[length..], new Rune(reader.Character));
            }

            output[i] = chunks.Take(length);
        }
    }
}
