using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// How a text is bytes: what ICU calls a converter, which TensorFlow asks for by name (tensorflow/core/kernels/unicode_ops.cc). Encodings of
/// Chinese, Japanese and Korean from before Unicode are left out, because .NET and ICU read some of their characters differently.
/// </summary>
internal abstract class TextEncoding
{
    /// <summary>The most bytes that a character has, in any encoding that is written.</summary>
    public const int MostBytes = 4;

    /// <summary>The only ones that are written.</summary>
    private static readonly TextEncoding Utf8 = new Utf8Encoding(), Utf16 = new Utf16Encoding(littleEndian: false), Utf32 = new Utf32Encoding(littleEndian: false);

    private static readonly Dictionary<string, TextEncoding> Unicode = new(StringComparer.Ordinal)
    {
        ["utf8"] = Utf8,
        ["utf16be"] = Utf16,
        ["utf16le"] = new Utf16Encoding(littleEndian: true),
        ["utf16"] = new MarkedEncoding([0xFE, 0xFF], Utf16, new Utf16Encoding(littleEndian: true)),
        ["utf32be"] = Utf32,
        ["utf32le"] = new Utf32Encoding(littleEndian: true),
        ["utf32"] = new MarkedEncoding([0, 0, 0xFE, 0xFF], Utf32, new Utf32Encoding(littleEndian: true)),
        ["usascii"] = new BytesEncoding([.. Enumerable.Range(0, 256).Select(value => value < 128 ? value : -1)]),
        ["ascii"] = new BytesEncoding([.. Enumerable.Range(0, 256).Select(value => value < 128 ? value : -1)]),
    };

    /// <summary>Whether it is UTF-8.</summary>
    public bool IsUtf8 => this == Utf8;

    /// <summary>An encoding to read.</summary>
    /// <param name="name">Its name; case and what separates its parts do not count.</param>
    /// <exception cref="KernelException">It is not known.</exception>
    public static TextEncoding ToRead(string name)
    {
        string plain = Plain(name);
        return Unicode.TryGetValue(plain, out TextEncoding? encoding) ? encoding
            : CodePages.Find(plain) is { } characters ? new BytesEncoding(characters)
            : throw KernelContext.Refuse($"encoding '{name}' is not supported");
    }

    /// <summary>An encoding to write.</summary>
    /// <exception cref="KernelException">TensorFlow does not write it.</exception>
    public static TextEncoding ToWrite(string name) =>
        Unicode.TryGetValue(Plain(name), out TextEncoding? encoding) && (encoding == Utf8 || encoding == Utf16 || encoding == Utf32)
            ? encoding
            : throw KernelContext.Refuse($"encoding '{name}' is not written: only UTF-8, UTF-16-BE and UTF-32-BE are");

    /// <summary>The character that some bytes begin with; -1 where there is none.</summary>
    /// <param name="bytes">The rest of a text; not empty.</param>
    /// <param name="consumed">How many of them belong to it; at least 1.</param>
    public abstract int Next(ReadOnlySpan<byte> bytes, out int consumed);

    /// <summary>The encoding of a text that may say it itself.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="mark">The number of bytes that say it.</param>
    public virtual TextEncoding Of(ReadOnlySpan<byte> bytes, out int mark)
    {
        mark = 0;
        return this;
    }

    /// <summary>Writes a character.</summary>
    /// <param name="text">Room for <see cref="MostBytes"/>.</param>
    /// <param name="character">The character.</param>
    /// <returns>How many bytes it has.</returns>
    public virtual int Write(Span<byte> text, Rune character) => throw new NotSupportedException();

    private static string Plain(string name) => name.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);

    private sealed class Utf8Encoding : TextEncoding
    {
        public override int Next(ReadOnlySpan<byte> bytes, out int consumed)
        {
            if (bytes[0] < 0x80)
            {
                consumed = 1;
                return bytes[0];
            }

            return Rune.DecodeFromUtf8(bytes, out Rune rune, out consumed) == OperationStatus.Done ? rune.Value : -1;
        }

        public override int Write(Span<byte> text, Rune character) => character.EncodeToUtf8(text);
    }

    private sealed class Utf16Encoding(bool littleEndian) : TextEncoding
    {
        public override int Next(ReadOnlySpan<byte> bytes, out int consumed)
        {
            consumed = Math.Min(bytes.Length, 2);
            if (bytes.Length < 2)
            {
                return -1;
            }

            char first = Unit(bytes);
            if (!char.IsSurrogate(first))
            {
                return first;
            }

            if (bytes.Length < 4)
            {
                // Half of a pair takes what is left of the other one with it.
                consumed = char.IsHighSurrogate(first) ? bytes.Length : 2;
                return -1;
            }

            char second = Unit(bytes[2..]);
            if (!char.IsSurrogatePair(first, second))
            {
                return -1;
            }

            consumed = 4;
            return char.ConvertToUtf32(first, second);
        }

        public override int Write(Span<byte> text, Rune character)
        {
            Span<char> units = stackalloc char[2];
            int count = character.EncodeToUtf16(units);
            for (int i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(text[(2 * i)..], units[i]);
            }

            return 2 * count;
        }

        private char Unit(ReadOnlySpan<byte> bytes) => (char)(littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes));
    }

    private sealed class Utf32Encoding(bool littleEndian) : TextEncoding
    {
        public override int Next(ReadOnlySpan<byte> bytes, out int consumed)
        {
            consumed = Math.Min(bytes.Length, 4);
            int value = bytes.Length < 4 ? -1 : littleEndian ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt32BigEndian(bytes);
            return Rune.IsValid(value) ? value : -1;
        }

        public override int Write(Span<byte> text, Rune character)
        {
            BinaryPrimitives.WriteInt32BigEndian(text, character.Value);
            return 4;
        }
    }

    /// <summary>A mark in front tells the order of the bytes.</summary>
    private sealed class MarkedEncoding(byte[] mark, TextEncoding bigEndian, TextEncoding littleEndian) : TextEncoding
    {
        private readonly byte[] _reverse = [.. mark.Reverse()];

        public override TextEncoding Of(ReadOnlySpan<byte> bytes, out int length)
        {
            bool reverse = bytes.StartsWith(_reverse);
            length = reverse || bytes.StartsWith(mark) ? mark.Length : 0;
            return reverse ? littleEndian : bigEndian;
        }

        public override int Next(ReadOnlySpan<byte> bytes, out int consumed) => throw new NotSupportedException();
    }

    /// <summary>Each byte is a character.</summary>
    private sealed class BytesEncoding(int[] characters) : TextEncoding
    {
        public override int Next(ReadOnlySpan<byte> bytes, out int consumed)
        {
            consumed = 1;
            return characters[bytes[0]];
        }
    }
}
