using System.Buffers.Binary;
using System.Numerics;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>CRC-32C (Castagnoli), and the mask under which TensorFlow and LevelDB store it (tensorflow/core/lib/hash/crc32c.h).</summary>
internal static class Crc32C
{
    private const uint MaskDelta = 0xA282EAD8;

    /// <summary>The checksum of data that follows data of the checksum <paramref name="crc"/>.</summary>
    public static uint Extend(uint crc, ReadOnlySpan<byte> data)
    {
        crc = ~crc;

        // A processor begins a step each cycle and takes three to end it: three sums that do not wait for each other take the time of one.
        while (data.Length >= 3 * Crc32CShift.Length)
        {
            ReadOnlySpan<byte> first = data[..Crc32CShift.Length], second = data.Slice(Crc32CShift.Length, Crc32CShift.Length), third = data.Slice(2 * Crc32CShift.Length, Crc32CShift.Length);
            uint middle = 0, last = 0;
            for (int i = 0; i < Crc32CShift.Length; i += sizeof(ulong))
            {
                crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(first[i..]));
                middle = BitOperations.Crc32C(middle, BinaryPrimitives.ReadUInt64LittleEndian(second[i..]));
                last = BitOperations.Crc32C(last, BinaryPrimitives.ReadUInt64LittleEndian(third[i..]));
            }

            crc = Crc32CShift.Apply(Crc32CShift.Apply(crc) ^ middle) ^ last;
            data = data[(3 * Crc32CShift.Length)..];
        }

        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (byte rest in data)
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return ~crc;
    }

    /// <summary>The checksum of data.</summary>
    public static uint Of(ReadOnlySpan<byte> data) => Extend(0, data);

    /// <summary>A checksum as it is stored: masked, because the checksum of data that holds its own checksum is weak.</summary>
    public static uint Mask(uint crc) => unchecked(BitOperations.RotateRight(crc, 15) + MaskDelta);
}
