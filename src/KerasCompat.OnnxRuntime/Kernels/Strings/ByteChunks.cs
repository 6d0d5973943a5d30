namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Memory for the many small texts of one tensor: a few large arrays instead of one for each text.</summary>
/// <param name="expected">How many bytes are expected in all.</param>
internal struct ByteChunks(int expected)
{
    /// <summary>Below the size from which arrays live until a full collection.</summary>
    private const int Largest = 64 * 1024;

    private Memory<byte> _free = new byte[Math.Min(expected, Largest)];

    /// <summary>So many bytes, to be filled completely.</summary>
    public Memory<byte> Take(int count)
    {
        if (count > _free.Length)
        {
            if (count > Largest / 2)
            {
                return new byte[count];
            }

            _free = GC.AllocateUninitializedArray<byte>(Largest);
        }

        Memory<byte> taken = _free[..count];
        _free = _free[count..];
        return taken;
    }
}
