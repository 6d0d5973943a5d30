using System.Buffers.Binary;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Numpy;

/// <summary>
/// Reads .npy files of versions 1, 2 and 3 (numpy/lib/format.py). The content is untrusted: nothing is evaluated, and memory is taken
/// for what is really there, not for what the header claims.
/// </summary>
internal static class NpyReader
{
    private const int LongestHeader = 1 << 20;
    private const int Chunk = 1 << 20;

    /// <summary>Reads an array.</summary>
    /// <param name="stream">The file, at its beginning.</param>
    /// <exception cref="FormatException">The content is not an array that can be used; the message says why, as a clause.</exception>
    public static ModelTensor Read(Stream stream)
    {
        try
        {
            NpyHeader header = ReadHeader(stream);
            byte[] content = ReadContent(stream, (long)header.Count * header.Element.Size);
            if (header.Element.IsBigEndian)
            {
                Swap(content, header.Element);
            }

            if (header.IsFortranOrder && header.Shape.Length > 1)
            {
                content = RowMajor.FromColumnMajor(content, header.Shape, header.Element.Size);
            }

            return header.Element.DType == DType.String
                ? ModelTensor.FromStrings(header.Shape, Strings(content, header))
                : ModelTensor.FromBytes(header.Element.DType, header.Shape, content);
        }
        catch (EndOfStreamException error)
        {
            throw new FormatException("it ends too early", error);
        }
    }

    private static NpyHeader ReadHeader(Stream stream)
    {
        Span<byte> start = stackalloc byte[8];
        stream.ReadExactly(start);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
        {
            throw new FormatException("it is not a .npy file");
        }

        byte version = start[6];
        if (version is < 1 or > 3)
        {
            throw new FormatException($"it has the unknown format version {version}");
        }

        Span<byte> size = stackalloc byte[version == 1 ? 2 : 4];
        stream.ReadExactly(size);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(size) : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestHeader)
        {
            throw new FormatException($"its header claims {length} bytes");
        }

        var header = new byte[length];
        stream.ReadExactly(header);
        return NpyHeaderParser.Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header));
    }

    /// <summary>Reads in pieces, so that a header which lies about the size costs no more memory than the file has bytes.</summary>
    private static byte[] ReadContent(Stream stream, long length)
    {
        if (length > Array.MaxLength)
        {
            throw new FormatException($"it claims {length} bytes; more than {Array.MaxLength} are not read");
        }

        var content = new byte[Math.Min(length, Chunk)];
        int read = 0;
        while (true)
        {
            stream.ReadExactly(content, read, content.Length - read);
            read = content.Length;
            if (read == length)
            {
                return content;
            }

            Array.Resize(ref content, (int)Math.Min(length, Math.Max(Chunk, read * 2L)));
        }
    }

    private static void Swap(byte[] content, NpyElement element)
    {
        // An element of kind 'S' is a row of single bytes; one of kind 'U' a row of code points.
        int size = element.Kind switch
        {
            'S' => 1,
            'U' => 4,
            _ => element.Size,
        };
        for (int i = 0; size > 1 && i < content.Length; i += size)
        {
            content.AsSpan(i, size).Reverse();
        }
    }

    private static ReadOnlyMemory<byte>[] Strings(byte[] content, NpyHeader header)
    {
        var strings = new ReadOnlyMemory<byte>[header.Count];
        int size = header.Element.Size;
        for (int i = 0; i < strings.Length; i++)
        {
            ReadOnlyMemory<byte> padded = content.AsMemory(i * size, size);
            strings[i] = header.Element.Kind == 'S' ? padded[..padded.Span.TrimEnd((byte)0).Length] : Utf8(padded.Span);
        }

        return strings;
    }

    private static byte[] Utf8(ReadOnlySpan<byte> codePoints)
    {
        var text = new StringBuilder();
        for (int i = 0; i < codePoints.Length; i += 4)
        {
            uint codePoint = BinaryPrimitives.ReadUInt32LittleEndian(codePoints[i..]);
            text.Append(Rune.IsValid(codePoint)
                ? new Rune(codePoint).ToString()
                : throw new FormatException($"a text has the impossible code point {codePoint}"));
        }

        return Encoding.UTF8.GetBytes(text.ToString().TrimEnd('\0'));
    }
}
