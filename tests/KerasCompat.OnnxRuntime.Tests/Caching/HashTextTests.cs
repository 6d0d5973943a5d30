using System.Security.Cryptography;
using KerasCompat.OnnxRuntime.Caching;

namespace KerasCompat.OnnxRuntime.Tests.Caching;

public sealed class HashTextTests
{
    // FIPS 180-2, appendix B.1: SHA-256 of "abc".
    [Fact]
    public void A_hash_is_written_in_hexadecimal() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", HashText.Of(SHA256.HashData("abc"u8)));

    [Fact]
    public void Zeros_in_front_are_written() => Assert.Equal(new string('0', 63) + "7", HashText.Of([.. new byte[31], 7]));
}
