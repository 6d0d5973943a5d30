using System.Buffers.Binary;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>
/// Reads a variable of strings: the lengths as varints, a checksum of the lengths, the bytes of all strings
/// (tensorflow/core/util/tensor_bundle/tensor_bundle.cc, <c>WriteStringTensor</c>).
/// </summary>
internal static class StringTensor
{
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(string key, CheckpointPart part, long count)
    {
        // Each length takes a byte, so that a count that exceeds the length is a lie.
        if (part.Length > int.MaxValue || count > part.Length)
        {
            throw CheckpointErrors.Variable(part.Shard.Path, key, $"{part.Length} bytes cannot hold {count} strings");
        }

        byte[] all = part.Bytes(0, (int)part.Length).ToArray();
        int[] lengths = new int[count];
        int at = 0;
        long bytes = 0;
        uint crc = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            lengths[i] = Length(key, part, all, ref at);
            bytes += lengths[i];
            crc = ExtendByNumber(crc, (uint)lengths[i]);
        }

        uint masked = Crc32C.Mask(crc);
        if (all.Length - at < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(all.AsSpan(at)) != masked)
        {
            throw CheckpointErrors.Variable(part.Shard.Path, key, "the lengths of its strings do not have the checksum that was written with them");
        }

        at += sizeof(uint);
        crc = Crc32C.Extend(ExtendByNumber(crc, masked), all.AsSpan(at));
        if (Crc32C.Mask(crc) != part.MaskedCrc || bytes != all.Length - at)
        {
            throw CheckpointErrors.Variable(part.Shard.Path, key, "its strings do not have the checksum that was written with them");
        }

        var strings = new ReadOnlyMemory<byte>[lengths.Length];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = all.AsMemory(at, lengths[i]);
            at += lengths[i];
        }

        return strings;
    }

    private static int Length(string key, CheckpointPart part, byte[] all, ref int at)
    {
        ulong length = 0;
        for (int shift = 0; shift < 35 && at < all.Length; shift += 7)
        {
            byte next = all[at++];
            length |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80 && length <= int.MaxValue)
            {
                return (int)length;
            }
        }

        throw CheckpointErrors.Variable(part.Shard.Path, key, "the length of a string is damaged");
    }

    /// <summary>Lengths are summed as 32-bit numbers, whatever number of bytes they take in the file.</summary>
    private static uint ExtendByNumber(uint crc, uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return Crc32C.Extend(crc, bytes);
    }
}
