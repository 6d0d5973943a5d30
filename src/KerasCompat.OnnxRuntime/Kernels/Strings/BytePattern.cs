using System.Globalization;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>
/// Writes sets of characters as patterns of their UTF-8 bytes, as RE2's own compiler does. In the text that .NET's engine sees each byte is a
/// character: ASCII is itself, other bytes are box drawings (U+2500 and on), which no class, boundary or case of .NET knows.
/// </summary>
internal static class BytePattern
{
    private const char Box = '\u2500';

    /// <summary>The character that stands for a byte.</summary>
    public static char ToChar(byte value) => value < 0x80 ? (char)value : (char)(Box + value - 0x80);

    /// <summary>Writes bytes as the text in which patterns are sought.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="text">Room for as many characters.</param>
    public static void ToText(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        if (Ascii.ToUtf16(bytes, text, out int written) == System.Buffers.OperationStatus.Done)
        {
            return;
        }

        for (int i = written; i < bytes.Length; i++)
        {
            text[i] = ToChar(bytes[i]);
        }
    }

    /// <summary>Appends a pattern that matches exactly one character of a set.</summary>
    public static void Append(StringBuilder pattern, CodePointSet set)
    {
        var sequences = new List<(byte First, byte Last)[]>();
        foreach ((int first, int last) in set.Ranges)
        {
            Split(sequences, first, last);
        }

        pattern.Append("(?:");
        // An empty class matches nothing.
        pattern.Append(sequences.Count == 0 ? "[^\\s\\S]" : Alternatives(sequences, 0));
        pattern.Append(')');
    }

    /// <summary>Appends a pattern that matches any single byte.</summary>
    public static void AppendAnyByte(StringBuilder pattern) => pattern.Append("[\\s\\S]");

    /// <summary>Sequences by their first bytes, so that an engine that looks at one byte at a time has one way to go.</summary>
    private static string Alternatives(List<(byte First, byte Last)[]> sequences, int depth)
    {
        var single = new StringBuilder();
        var longer = new List<string>();
        foreach (IGrouping<(byte, byte), (byte First, byte Last)[]> group in sequences.GroupBy(sequence => sequence[depth]))
        {
            string range = Range(group.Key.Item1, group.Key.Item2);
            List<(byte First, byte Last)[]> rest = [.. group.Where(sequence => sequence.Length > depth + 1)];
            if (rest.Count == 0)
            {
                single.Append(range);
            }
            else
            {
                string tail = Alternatives(rest, depth + 1);
                longer.Add($"[{range}]{(tail.Contains('|', StringComparison.Ordinal) ? $"(?:{tail})" : tail)}");
            }
        }

        if (single.Length > 0)
        {
            longer.Insert(0, $"[{single}]");
        }

        return string.Join('|', longer);
    }

    private static string Range(byte first, byte last) => first == last ? Unit(first) : $"{Unit(first)}-{Unit(last)}";

    private static string Unit(byte value) => "\\u" + ((int)ToChar(value)).ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>
    /// Cuts a range of characters into runs of byte ranges: first where the number of bytes changes, then where bytes before the last differ.
    /// </summary>
    private static void Split(List<(byte First, byte Last)[]> sequences, int first, int last)
    {
        foreach (int limit in (ReadOnlySpan<int>)[0x7F, 0x7FF, 0xFFFF])
        {
            if (first <= limit && limit < last)
            {
                Split(sequences, first, limit);
                Split(sequences, limit + 1, last);
                return;
            }
        }

        for (int bits = 6; bits <= 18 && last > 0x7F; bits += 6)
        {
            int mask = (1 << bits) - 1;
            if ((first & ~mask) == (last & ~mask))
            {
                continue;
            }

            if ((first & mask) != 0)
            {
                Split(sequences, first, first | mask);
                Split(sequences, (first | mask) + 1, last);
                return;
            }

            if ((last & mask) != mask)
            {
                Split(sequences, first, (last & ~mask) - 1);
                Split(sequences, last & ~mask, last);
                return;
            }
        }

        Span<byte> low = stackalloc byte[4], high = stackalloc byte[4];
        int length = new Rune(first).EncodeToUtf8(low);
        new Rune(last).EncodeToUtf8(high);
        var sequence = new (byte, byte)[length];
        for (int i = 0; i < length; i++)
        {
            sequence[i] = (low[i], high[i]);
        }

        sequences.Add(sequence);
    }
}
