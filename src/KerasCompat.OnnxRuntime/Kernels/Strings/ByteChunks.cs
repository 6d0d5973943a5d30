namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Memory for the many small texts of one tensor: a few large arrays instead of one for each text.</summary>
/// <param name="expected">How many bytes are expected in all.</param>
internal struct ByteChunks(int expected)
{
    /// <summary>Below the size from which arrays live until a full collection.</summary>
    private const int Largest = 64 * 1024;

    private byte[] _chunk = GC.AllocateUninitializedArray<byte>(Math.Min(expected, Largest));
    private int _taken;
    private bool _isFromChunk;

    /// <summary>So many bytes, to be filled completely.</summary>
    public Memory<byte> Take(int count)
    {
        _isFromChunk = count <= _chunk.Length - _taken || count <= Largest / 2;
        if (!_isFromChunk)
        {
            return new byte[count];
        }

        if (count > _chunk.Length - _taken)
        {
            _chunk = GC.AllocateUninitializedArray<byte>(Largest);
            _taken = 0;
        }

        Memory<byte> taken = _chunk.AsMemory(_taken, count);
        _taken += count;
        return taken;
    }

    /// <summary>Gives bytes back at the end of what was taken last.</summary>
    public void GiveBack(int count) => _taken -= _isFromChunk ? count : 0;
}
