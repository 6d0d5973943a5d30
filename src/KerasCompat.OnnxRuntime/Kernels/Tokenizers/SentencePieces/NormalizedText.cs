namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>A normalized text, and for each of its bytes and its end the place in the original that it came from. Used again for each text.</summary>
internal sealed class NormalizedText
{
    private byte[] _bytes = new byte[64];
    private int[] _origins = new int[64];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>The place in the original of a byte, or of the end.</summary>
    public int Origin(int index) => _origins[index];

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<byte> bytes, int origin)
    {
        if (_bytes.Length - Length <= bytes.Length)
        {
            int size = Math.Max(checked(Length + bytes.Length + 1), _bytes.Length * 2);
            Array.Resize(ref _bytes, size);
            Array.Resize(ref _origins, size);
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        _origins.AsSpan(Length, bytes.Length).Fill(origin);
        Length += bytes.Length;
    }

    /// <summary>Takes off a last part; gives back the place in the original that it came from.</summary>
    public int Truncate(int length)
    {
        Length = length;
        return _origins[length];
    }

    /// <summary>Says which place in the original the end came from.</summary>
    public void End(int origin) => _origins[Length] = origin;
}
