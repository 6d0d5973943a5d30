using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using KerasCompat.Contracts;
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
        string encoding = context.Attributes.String("input_encoding", "UTF-8");
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
        long[] splits = context.Integers(1);
        KernelContext.Require(splits.Length > 0 && splits[0] == 0 && splits[^1] == values.Count, "input_splits must begin with 0 and end with the number of values");
        var policy = Policy.Of(context);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, [splits.Length - 1]).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            KernelContext.Require(splits[i + 1] >= splits[i] && splits[i + 1] <= values.Count, "input_splits must not decrease");
            var text = new ArrayBufferWriter<byte>();
            foreach (int codePoint in values.Values<int>()[(int)splits[i]..(int)splits[i + 1]])
            {
                if (Rune.IsValid(codePoint))
                {
                    Write(text, codePoint, context.Attributes.String("output_encoding", "UTF-8"));
                }
                else if (policy.Invalid() is { } replacement)
                {
                    Write(text, replacement, context.Attributes.String("output_encoding", "UTF-8"));
                }
            }

            output[i] = text.WrittenMemory.ToArray();
        }
    }

    private static void Transcode(KernelContext context)
    {
        HostTensor input = context.Input(0);
        var policy = Policy.Of(context);
        Span<ReadOnlyMemory<byte>> output = context.Allocate(0, DType.String, input.Shape).Strings;
        for (int i = 0; i < output.Length; i++)
        {
            var text = new ArrayBufferWriter<byte>();
            policy.Decode(input.Strings[i].Span, context.Attributes.String("input_encoding", "UTF-8"), (codePoint, _) => Write(text, codePoint, context.Attributes.String("output_encoding", "UTF-8")));
            output[i] = text.WrittenMemory.ToArray();
        }
    }

    private static void Write(ArrayBufferWriter<byte> text, int codePoint, string encoding)
    {
        var rune = new Rune(codePoint);
        Span<byte> bytes = text.GetSpan(4);
        switch (encoding)
        {
            case "UTF-8":
                text.Advance(rune.EncodeToUtf8(bytes));
                break;
            case "UTF-16-BE" or "UTF-16BE":
                Span<char> units = stackalloc char[2];
                int count = rune.EncodeToUtf16(units);
                for (int i = 0; i < count; i++)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(bytes[(2 * i)..], units[i]);
                }

                text.Advance(2 * count);
                break;
            case "UTF-32-BE" or "UTF-32BE":
                BinaryPrimitives.WriteInt32BigEndian(bytes, codePoint);
                text.Advance(4);
                break;
            default:
                throw KernelContext.Refuse($"encoding '{encoding}' is not supported");
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

        public void Decode(ReadOnlySpan<byte> bytes, string encoding, Action<int, int> found)
        {
            int length = bytes.Length;
            while (!bytes.IsEmpty)
            {
                int start = length - bytes.Length;
                (int codePoint, int consumed) = Next(bytes, encoding);
                bytes = bytes[consumed..];
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

        private static (int CodePoint, int Consumed) Next(ReadOnlySpan<byte> bytes, string encoding)
        {
            switch (encoding)
            {
                case "UTF-8":
                    OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed);
                    return (status == OperationStatus.Done ? rune.Value : -1, consumed);
                case "US-ASCII":
                    return (bytes[0] < 128 ? bytes[0] : -1, 1);
                case "ISO-8859-1" or "latin1":
                    return (bytes[0], 1);
                case "UTF-16-BE" or "UTF-16BE":
                    return NextUtf16(bytes, littleEndian: false);
                case "UTF-16-LE" or "UTF-16LE":
                    return NextUtf16(bytes, littleEndian: true);
                case "UTF-32-BE" or "UTF-32BE":
                    int value = bytes.Length >= 4 ? BinaryPrimitives.ReadInt32BigEndian(bytes) : -1;
                    return (Rune.IsValid(value) ? value : -1, Math.Min(4, bytes.Length));
                default:
                    throw KernelContext.Refuse($"encoding '{encoding}' is not supported");
            }
        }

        private static (int CodePoint, int Consumed) NextUtf16(ReadOnlySpan<byte> bytes, bool littleEndian)
        {
            if (bytes.Length < 2)
            {
                return (-1, bytes.Length);
            }

            char first = Unit(bytes, littleEndian);
            if (!char.IsSurrogate(first))
            {
                return (first, 2);
            }

            char second = bytes.Length >= 4 ? Unit(bytes[2..], littleEndian) : '\0';
            return char.IsSurrogatePair(first, second) ? (char.ConvertToUtf32(first, second), 4) : (-1, 2);
        }

        private static char Unit(ReadOnlySpan<byte> bytes, bool littleEndian) =>
            (char)(littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes));
    }
}
