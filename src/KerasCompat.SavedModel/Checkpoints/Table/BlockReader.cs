using System.Buffers.Binary;

namespace KerasCompat.SavedModel.Checkpoints.Table;

/// <summary>
/// Reads the entries of a block. Each key shares a prefix with the one before it; the restart points at the end of the block, for
/// searching, are not needed to read all of it.
/// </summary>
internal static class BlockReader
{
    /// <summary>Far above any variable's name; keys share prefixes, so that few bytes could otherwise claim to be many.</summary>
    private const int MaxKeyLength = 64 * 1024;

    public static void Read(string path, ReadOnlyMemory<byte> block, TableEntryHandler entry)
    {
        var cursor = new BlockCursor(path, 0, Entries(path, block));
        byte[] key = new byte[256];
        int keyLength = 0;
        while (!cursor.AtEnd)
        {
            ulong shared = cursor.ReadVarint();
            ulong added = cursor.ReadVarint();
            int valueLength = cursor.ReadLength();
            if (shared > (ulong)keyLength || added > MaxKeyLength || shared + added > MaxKeyLength)
            {
                throw CheckpointErrors.Damaged(path, null, $"a key shares {shared} bytes with one of {keyLength} and adds {added}");
            }

            keyLength = (int)(shared + added);
            if (keyLength > key.Length)
            {
                Array.Resize(ref key, Math.Max(keyLength, 2 * key.Length));
            }

            cursor.Take((int)added).Span.CopyTo(key.AsSpan((int)shared));
            entry(key.AsSpan(0, keyLength), cursor.Take(valueLength));
        }
    }

    private static ReadOnlyMemory<byte> Entries(string path, ReadOnlyMemory<byte> block)
    {
        if (block.Length >= sizeof(uint))
        {
            uint restarts = BinaryPrimitives.ReadUInt32LittleEndian(block.Span[^sizeof(uint)..]);
            if (restarts <= (uint)(block.Length / sizeof(uint)) - 1)
            {
                return block[..(block.Length - ((1 + (int)restarts) * sizeof(uint)))];
            }
        }

        throw CheckpointErrors.Damaged(path, null, "a block is too short for its restart points");
    }
}
