namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>Cuts normalized texts into pieces. Has buffers of its own, so it is used by one thread at a time.</summary>
internal abstract class Segmenter
{
    /// <summary>Cuts a text.</summary>
    /// <param name="text">The normalized text.</param>
    /// <param name="segments">Gets its parts, in order.</param>
    public abstract void Cut(ReadOnlySpan<byte> text, List<Segment> segments);

    /// <summary>The number of bytes of the character that a text begins with, by its first byte alone as SentencePiece counts them.</summary>
    protected static int CharacterLength(ReadOnlySpan<byte> text)
    {
        int length = text[0] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        return Math.Min(length, text.Length);
    }
}
