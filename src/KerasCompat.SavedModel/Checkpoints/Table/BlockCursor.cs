namespace KerasCompat.SavedModel.Checkpoints.Table;

/// <summary>Reads numbers and bytes forward from a part of a file, never past its end.</summary>
internal struct BlockCursor(string path, long start, ReadOnlyMemory<byte> bytes)
{
    private int _next;

    public readonly bool AtEnd => _next == bytes.Length;

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1).Span[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw CheckpointErrors.Damaged(path, start + _next, "a number is longer than 10 bytes");
    }

    public int ReadLength()
    {
        ulong length = ReadVarint();
        return length <= (ulong)(bytes.Length - _next)
            ? (int)length
            : throw CheckpointErrors.Damaged(path, start + _next, $"{length} bytes were expected, but only {bytes.Length - _next} are left");
    }

    public ReadOnlyMemory<byte> Take(int count)
    {
        if (count > bytes.Length - _next)
        {
            throw CheckpointErrors.Damaged(path, start + _next, "the data ends inside a number");
        }

        ReadOnlyMemory<byte> taken = bytes.Slice(_next, count);
        _next += count;
        return taken;
    }
}
