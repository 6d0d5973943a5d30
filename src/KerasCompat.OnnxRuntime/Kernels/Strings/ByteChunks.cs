namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Memory for the many small texts of one tensor: a few large arrays instead of one for each text.</summary>
/// <param name="expected">How many bytes are expected in all.</param>
internal struct ByteChunks(int expected)
{
    /// <summary>Below the size from which arrays live until a full collection.</summary>
    private const int Largest = 64 * 1024;

    private byte[] _chunk = GC.AllocateUninitializedArray<byte>(Math.Min(expected, Largest));
    private int _taken;

    /// <summary>Room for the next text.</summary>
    /// <param name="most">The most bytes that it may have.</param>
    public Span<byte> Room(int most)
    {
        if (most > _chunk.Length - _taken)
        {
            _chunk = GC.AllocateUninitializedArray<byte>(Math.Max(most, Largest));
            _taken = 0;
        }

        return _chunk.AsSpan(_taken, most);
    }

    /// <summary>The text that was written into the room.</summary>
    /// <param name="length">How many bytes it has.</param>
    public ReadOnlyMemory<byte> Take(int length)
    {
        Memory<byte> text = _chunk.AsMemory(_taken, length);
        _taken += length;
        return text;
    }
}
