namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Memory for the many small texts of one tensor: a few large arrays instead of one for each text.</summary>
internal sealed class ByteChunks
{
    /// <summary>Below the size from which arrays live until a full collection.</summary>
    private const int Largest = 64 * 1024;

    private readonly List<byte[]> _chunks = [];
    private int _expected;
    private int _current;
    private int _taken;

    /// <summary>Takes back what was given to the texts of another tensor, and lets go of what they did not need.</summary>
    /// <param name="expected">How many bytes are expected in all.</param>
    public void Begin(int expected)
    {
        int used = _current + (_taken > 0 ? 1 : 0);
        if (used < _chunks.Count)
        {
            _chunks.RemoveRange(used, _chunks.Count - used);
        }

        _expected = expected;
        _current = 0;
        _taken = 0;
    }

    /// <summary>Room for the next text.</summary>
    /// <param name="most">The most bytes that it may have.</param>
    public Span<byte> Room(int most)
    {
        if (_current == _chunks.Count || most > _chunks[_current].Length - _taken)
        {
            NextChunk(most);
        }

        return _chunks[_current].AsSpan(_taken, most);
    }

    /// <summary>The text that was written into the room.</summary>
    /// <param name="length">How many bytes it has.</param>
    public ReadOnlyMemory<byte> Take(int length)
    {
        Memory<byte> text = _chunks[_current].AsMemory(_taken, length);
        _taken += length;
        return text;
    }

    private void NextChunk(int most)
    {
        _current += _taken > 0 ? 1 : 0;
        _taken = 0;
        if (_current == _chunks.Count)
        {
            _chunks.Add([]);
        }

        if (most > _chunks[_current].Length)
        {
            _chunks[_current] = GC.AllocateUninitializedArray<byte>(Math.Max(most, Math.Min(_expected, Largest)));
        }
    }
}
