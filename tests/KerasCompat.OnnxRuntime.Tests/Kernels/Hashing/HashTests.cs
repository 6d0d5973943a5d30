using System.Text;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Hashing;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.Hashing;

/// <summary>Published values: a model trained with these hashes is wrong with any others.</summary>
public sealed class HashTests
{
    /// <summary>From tensorflow/core/platform/fingerprint_test.cc, BigQuery's FARM_FINGERPRINT and Guava's FarmHashFingerprint64Test.</summary>
    [Theory]
    [InlineData("", 1, 0x9ae16a3b2f90404f)]
    [InlineData("Hello", 1, 15404698994557526151)]
    [InlineData("1footrue", 1, unchecked((ulong)-1541654101129638711))]
    [InlineData("2applefalse", 1, 2794438866806483259)]
    [InlineData("3true", 1, unchecked((ulong)-4880158226897771312))]
    [InlineData("test", 1, 8581389452482819506)]
    [InlineData("test", 8, unchecked((ulong)-4196240717365766262))]
    [InlineData("test", 64, 3500507768004279527)]
    public void The_fingerprint_is_FarmHashs(string text, int times, ulong expected) =>
        Assert.Equal(expected, FarmHash64.Hash(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, times)))));

    /// <summary>Guava's FarmHashFingerprint64Test.testMultipleLengths: 3200 fingerprints of texts of 0 to 3200 bytes, folded into one number.</summary>
    [Fact]
    public void The_fingerprint_is_FarmHashs_at_every_length()
    {
        const int Iterations = 800;
        byte[] buffer = new byte[Iterations * 4];
        int length = 0;
        ulong hash = 0;
        for (int i = 0; i < Iterations; i++)
        {
            Append(i);
            Append(i * i % length);
            Append(i * i * i % length);
            Append(length);
            int x0 = buffer[length - 1], x1 = buffer[length - 2], x2 = buffer[length - 3], x3 = buffer[length / 2];
            buffer[((x0 << 16) + (x1 << 8) + x2) % length] ^= (byte)x3;
            buffer[((x1 << 16) + (x2 << 8) + x3) % length] ^= (byte)i;
        }

        Assert.Equal(0x7a1d67c50ec7e167UL, hash);

        void Append(int count)
        {
            hash ^= FarmHash64.Hash(buffer.AsSpan(0, count));
            hash ^= hash >> 41;
            hash *= 949921979;
            buffer[length++] = (byte)('a' + ((hash & 0xfffff) % 26));
        }
    }

    /// <summary>The vectors of the reference implementation (github.com/veorq/SipHash): key 00..0f, data 00, 01, 02 and so on.</summary>
    [Fact]
    public void The_strong_hash_is_SipHash()
    {
        ulong[] expected =
        [
            0x726fdb47dd0e0e31, 0x74f839c593dc67fd, 0x0d6c8009d9a94f5a, 0x85676696d7fb7e2d, 0xcf2794e0277187b7, 0x18765564cd99a68d, 0xcbc9466e58fee3ce, 0xab0200f58b01d137,
            0x93f5f5799a932462, 0x9e0082df0ba9e4b0, 0x7a5dbbc594ddb9f3, 0xf4b32f46226bada7, 0x751e8fbc860ee5fb, 0x14ea5627c0843d90, 0xf723ca908e7af2ee, 0xa129ca6149be45e5,
        ];
        byte[] data = [.. Enumerable.Range(0, expected.Length).Select(i => (byte)i)];

        Assert.Equal(expected, expected.Select((_, length) => SipHash.Hash(0x0706050403020100, 0x0f0e0d0c0b0a0908, data.AsSpan(0, length))));
    }

    [Fact]
    public void A_bucket_is_the_hash_modulo_the_number_of_buckets() =>
        Assert.Equal([(long)(15404698994557526151UL % 10)], Run("StringToHashBucketFast", DType.Int64, [Strings([1], "Hello")], ("num_buckets", Int(10))).Values<long>().ToArray());

    [Fact]
    public void No_buckets_and_no_key_are_refused()
    {
        Assert.Throws<ModelCallException>(() => Run("StringToHashBucketFast", DType.Int64, [Strings([1], "a")], ("num_buckets", Int(0))));
        Assert.Throws<ModelCallException>(() => Run("StringToHashBucketStrong", DType.Int64, [Strings([1], "a")], ("num_buckets", Int(2)), ("key", Ints(1))));
    }

    [Fact]
    public void No_text_has_no_bucket() => Assert.Equal([0, 3], Run("StringToHashBucketFast", DType.Int64, [Strings([0, 3])], ("num_buckets", Int(10))).Dimensions());
}
