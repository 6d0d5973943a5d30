using System.Text;
using KerasCompat.SavedModel.Checkpoints;

namespace KerasCompat.SavedModel.Tests;

public sealed class Crc32CTests
{
    /// <summary>The check value of CRC-32C (RFC 3720, appendix B.4, has others).</summary>
    [Fact]
    public void The_check_value_of_the_algorithm_is_met() => Assert.Equal(0xE3069283u, Crc32C.Of(Encoding.ASCII.GetBytes("123456789")));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(3071)]
    [InlineData(3072)]
    [InlineData(3073)]
    [InlineData(10_000)]
    public void Data_of_any_length_has_the_sum_that_its_bits_have_one_by_one(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);

        Assert.Equal(BitByBit(data), Crc32C.Of(data));
        Assert.Equal(BitByBit(data), Crc32C.Extend(Crc32C.Of(data.AsSpan(0, length / 3)), data.AsSpan(length / 3)));
    }

    private static uint BitByBit(byte[] data)
    {
        const uint Polynomial = 0x82F63B78;
        uint crc = ~0u;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }
        }

        return ~crc;
    }
}
