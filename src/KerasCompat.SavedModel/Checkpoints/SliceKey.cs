using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>
/// The key under which a slice of a partitioned variable is stored: <c>EncodeTensorNameSlice</c>
/// (tensorflow/core/util/saved_tensor_slice_util.cc) in the order-preserving code of tensorflow/core/lib/strings/ordered_code.cc.
/// </summary>
internal static class SliceKey
{
    /// <summary>What marks a key as that of a slice; the names of variables are not empty and so never begin with it.</summary>
    public const byte Mark = 0;

    /// <summary>A dimension that is not sliced has this length.</summary>
    public const long WholeDimension = -1;

    public static byte[] Encode(string name, IReadOnlyList<(long Start, long Length)> extents)
    {
        var key = new List<byte> { Mark };
        foreach (byte unit in Encoding.UTF8.GetBytes(name))
        {
            key.Add(unit);
            switch (unit)
            {
                case 0x00:
                    key.Add(0xFF);
                    break;
                case 0xFF:
                    key.Add(0x00);
                    break;
            }
        }

        key.Add(0x00);
        key.Add(0x01);
        Unsigned(key, (ulong)extents.Count);
        foreach ((long start, long length) in extents)
        {
            Signed(key, start);
            Signed(key, length);
        }

        return [.. key];
    }

    /// <summary>The number of bytes, then the bytes, the highest first.</summary>
    private static void Unsigned(List<byte> key, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        int length = sizeof(ulong) - (BitOperations.LeadingZeroCount(value) / 8);
        key.Add((byte)length);
        key.AddRange(bytes[^length..]);
    }

    /// <summary>
    /// Two's complement, the highest byte first, in 7n-1 bits for n bytes; the bits before it say n in unary and are xored, so that
    /// negative numbers sort before positive ones.
    /// </summary>
    private static void Signed(List<byte> key, long value)
    {
        const int Widest = 10;
        int bits = 64 - BitOperations.LeadingZeroCount((ulong)(value < 0 ? ~value : value));
        int length = (bits / 7) + 1;
        Span<byte> bytes = stackalloc byte[Widest];
        bytes[..2].Fill(value < 0 ? (byte)0xFF : (byte)0x00);
        BinaryPrimitives.WriteInt64BigEndian(bytes[2..], value);
        bytes = bytes[^length..];
        int header = (0xFFFF << (16 - length)) & 0xFFFF;
        bytes[0] ^= (byte)(header >> 8);
        if (length > 1)
        {
            bytes[1] ^= (byte)header;
        }

        key.AddRange(bytes);
    }
}
