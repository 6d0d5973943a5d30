using System.Numerics;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>
/// What <see cref="Length"/> zero bytes do to a sum of CRC-32C. That is linear, so that the sum of two pieces of data is the sum of the first,
/// shifted by the length of the second, plus the sum of the second.
/// </summary>
internal static class Crc32CShift
{
    /// <summary>How many bytes.</summary>
    public const int Length = 1024;

    private static readonly uint[] Table = Make();

    /// <summary>The sum after so many zero bytes.</summary>
    /// <param name="crc">The sum before, not complemented.</param>
    public static uint Apply(uint crc)
    {
        uint[] table = Table;
        return table[crc & 0xFF] ^ table[256 + ((crc >> 8) & 0xFF)] ^ table[512 + ((crc >> 16) & 0xFF)] ^ table[768 + (crc >> 24)];
    }

    /// <summary>The sums of each byte at each of the four places; that of several bits is made of that of fewer.</summary>
    private static uint[] Make()
    {
        var table = new uint[4 * 256];
        for (int bit = 0; bit < 32; bit++)
        {
            uint sum = 1u << bit;
            for (int i = 0; i < Length; i += sizeof(ulong))
            {
                sum = BitOperations.Crc32C(sum, 0UL);
            }

            Span<uint> place = table.AsSpan(bit / 8 * 256, 256);
            int step = 1 << (bit % 8);
            for (int i = 0; i < step; i++)
            {
                place[step + i] = place[i] ^ sum;
            }
        }

        return table;
    }
}
