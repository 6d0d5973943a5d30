using System.Buffers.Binary;
using System.Globalization;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>SHA-256 as names of entries have it.</summary>
internal static class HashText
{
    /// <summary>The 32 bytes of a hash in hexadecimal, small letters.</summary>
    /// <param name="hash">The hash.</param>
    // Convert.ToHexStringLower writes the same, but the vectorised code in it is not compiled ahead of time: for two short texts a start from the
    // cache would wait a millisecond for the compiler.
    public static string Of(ReadOnlySpan<byte> hash) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Quarter(hash, 0):x16}{Quarter(hash, 1):x16}{Quarter(hash, 2):x16}{Quarter(hash, 3):x16}");

    private static ulong Quarter(ReadOnlySpan<byte> hash, int index) => BinaryPrimitives.ReadUInt64BigEndian(hash[(index * sizeof(ulong))..]);
}
