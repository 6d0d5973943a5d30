using System.Runtime.Intrinsics;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Changes the case of ASCII's letters and leaves all other bytes alone, whatever they are.</summary>
internal static class AsciiCase
{
    private const byte Letters = 26;
    private const byte CaseBit = 0x20;

    /// <summary>Copies a text with its letters changed.</summary>
    /// <param name="text">The text.</param>
    /// <param name="changed">Room for as many bytes.</param>
    /// <param name="first">The first of the letters that are changed: <c>A</c> for lower case, <c>a</c> for upper case.</param>
    /// <returns>Whether there were any.</returns>
    public static bool Change(ReadOnlySpan<byte> text, Span<byte> changed, byte first)
    {
        if (text.Length < Vector128<byte>.Count)
        {
            return ChangeShort(text, changed, first);
        }

        Vector128<byte> found = Vector128<byte>.Zero;
        int last = text.Length - Vector128<byte>.Count;
        for (int at = 0; at < last; at += Vector128<byte>.Count)
        {
            found |= ChangeBlock(text[at..], changed[at..], first);
        }

        // The last block overlaps the one before it, and writes the same there.
        return (found | ChangeBlock(text[last..], changed[last..], first)) != Vector128<byte>.Zero;
    }

    private static Vector128<byte> ChangeBlock(ReadOnlySpan<byte> text, Span<byte> changed, byte first)
    {
        Vector128<byte> bytes = Vector128.Create(text);
        Vector128<byte> letters = Vector128.LessThan(bytes - Vector128.Create(first), Vector128.Create(Letters));
        (bytes ^ (letters & Vector128.Create(CaseBit))).CopyTo(changed);
        return letters;
    }

    private static bool ChangeShort(ReadOnlySpan<byte> text, Span<byte> changed, byte first)
    {
        bool found = false;
        for (int i = 0; i < text.Length; i++)
        {
            bool letter = (byte)(text[i] - first) < Letters;
            changed[i] = (byte)(letter ? text[i] ^ CaseBit : text[i]);
            found |= letter;
        }

        return found;
    }
}
