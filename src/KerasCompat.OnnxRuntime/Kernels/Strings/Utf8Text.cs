using System.Buffers;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// Bytes as text and back without loss: a byte that is not UTF-8 becomes a lone low surrogate (U+DC80 + byte - 0x80) and returns to the
/// same byte. (Python calls this surrogateescape.)
/// </summary>
internal static class Utf8Text
{
    private const char Escape = '\uDC00';

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int consumed) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
                bytes = bytes[consumed..];
            }
            else
            {
                text.Append((char)(Escape + bytes[0]));
                bytes = bytes[1..];
            }
        }

        return text.ToString();
    }

    public static byte[] Encode(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAnyInRange('\uDC80', '\uDCFF') < 0)
        {
            var plain = new byte[Encoding.UTF8.GetByteCount(text)];
            Encoding.UTF8.GetBytes(text, plain);
            return plain;
        }

        var bytes = new List<byte>(text.Length);
        Span<byte> buffer = stackalloc byte[4];
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out Rune rune, out int consumed) == OperationStatus.Done)
            {
                bytes.AddRange(buffer[..rune.EncodeToUtf8(buffer)]);
            }
            else
            {
                bytes.Add((byte)(text[0] - Escape));
            }

            text = text[consumed..];
        }

        return [.. bytes];
    }

    /// <summary>The number of characters, as TensorFlow counts them: bytes that do not continue a sequence (tensorflow/core/kernels/string_util.cc).</summary>
    public static int Length(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        foreach (byte b in bytes)
        {
            count += (b & 0xC0) != 0x80 ? 1 : 0;
        }

        return count;
    }
}
