using System.Buffers;
using System.Text;
using System.Text.Unicode;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Ragged;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Text to code points and back (tensorflow/core/kernels/unicode_ops.cc).</summary>
internal static class UnicodeKernels
{
    private const int ReplacementCharacter = 0xFFFD;

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
        var policy = Policy.Of(context);
        DType splitsType = context.Attributes.Type("Tsplits", DType.Int64);
        var splits = new long[input.Count + 1];
        var characters = new List<int>();
        var starts = new List<long>();
        TextEncoding encoding = TextEncoding.ToRead(context.Attributes.String("input_encoding", "UTF-8"));
        for (int i = 0; i < input.Count; i++)
        {
            policy.Decode(input.Strings[i].Span, encoding, (codePoint, start) =>
            {
                characters.Add(codePoint);
                starts.Add(start);
            });
            splits[i + 1] = characters.Count;
        }

        Integers(context, 0, splitsType, splits);
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
        long[] splits = RowSplits.OfAll(context, 1, values.Count);
        var policy = Policy.Of(context);
        TextEncoding encoding = TextEncoding.ToWrite(context.Attributes.String("output_encoding", "UTF-8"));
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, [splits.Length - 1]).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            var text = new ArrayBufferWriter<byte>();
            foreach (int codePoint in values.Values<int>()[(int)splits[i]..(int)splits[i + 1]])
            {
                if (Rune.IsValid(codePoint))
                {
                    encoding.Write(text, new Rune(codePoint));
                }
                else if (policy.Invalid() is { } replacement)
                {
                    encoding.Write(text, new Rune(replacement));
                }
            }

            output[i] = text.WrittenMemory.ToArray();
        }
    }

    private static void Transcode(KernelContext context)
    {
        HostTensor input = context.Input(0);
        var policy = Policy.Of(context);
        TextEncoding from = TextEncoding.ToRead(context.Attributes.String("input_encoding", "UTF-8")), to = TextEncoding.ToWrite(context.Attributes.String("output_encoding", "UTF-8"));
        bool same = from.IsUtf8 && to.IsUtf8 && !policy.ReplaceControls;
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            if (same && Utf8.IsValid(input.Strings[i].Span))
            {
                output[i] = input.Strings[i];
                continue;
            }

            var text = new ArrayBufferWriter<byte>();
            policy.Decode(input.Strings[i].Span, from, (codePoint, _) => to.Write(text, new Rune(codePoint)));
            output[i] = text.WrittenMemory;
        }
    }

    /// <summary>What to do with what is no character.</summary>
    private sealed record Policy(string Errors, int Replacement, bool ReplaceControls, bool StrictControls)
    {
        private const int LastControl = 0x1F;

        public static Policy Of(KernelContext context)
        {
            string errors = context.Attributes.String("errors", "replace");
            long replacement = context.Attributes.Int("replacement_char", ReplacementCharacter);
            KernelContext.Require(errors is "replace" or "ignore" or "strict", $"errors policy must be one of 'strict', 'replace', or 'ignore', got '{errors}'");
            KernelContext.Require(replacement is >= 0 and <= CodePointSet.Last && Rune.IsValid((int)replacement), $"replacement_char {replacement} is no Unicode character");
            return new Policy(
                errors,
                (int)replacement,
                context.Attributes.Bool("replace_control_characters", false),
                // Transcoding counts a control character as an error, decoding does not.
                context.Node.Op == "UnicodeTranscode");
        }

        /// <summary>The character to put in place of an invalid one; null to leave it out.</summary>
        public int? Invalid() => Errors switch
        {
            "strict" => throw KernelContext.Refuse("invalid formatting on input string"),
            "ignore" => null,
            _ => Replacement,
        };

        public void Decode(ReadOnlySpan<byte> bytes, TextEncoding encoding, Action<int, int> found)
        {
            encoding = encoding.Of(bytes, out int at);
            for (int start = 0; at < bytes.Length; start = at)
            {
                int codePoint = encoding.Next(bytes[at..], out int consumed);
                at += consumed;
                if (codePoint >= 0 && !(ReplaceControls && codePoint <= LastControl))
                {
                    found(codePoint, start);
                }
                else if ((codePoint < 0 || StrictControls ? Invalid() : Errors == "ignore" ? null : Replacement) is { } replacement)
                {
                    found(replacement, start);
                }
            }
        }
    }
}
