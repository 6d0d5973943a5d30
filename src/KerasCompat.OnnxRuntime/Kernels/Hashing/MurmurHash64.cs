using System.Buffers.Binary;

namespace KerasCompat.OnnxRuntime.Kernels.Hashing;

/// <summary>TensorFlow's <c>Hash64</c> with its default seed (tensorflow/core/lib/hash/hash.cc): the hash of the deprecated StringToHashBucket.</summary>
internal static class MurmurHash64
{
    private const ulong Multiplier = 0xc6a4a7935bd1e995;
    private const ulong Seed = 0xDECAFCAFFE;

    public static ulong Hash(ReadOnlySpan<byte> data)
    {
        ulong hash = Seed ^ ((ulong)data.Length * Multiplier);
        int whole = data.Length & ~7;
        for (int i = 0; i < whole; i += 8)
        {
            ulong k = BinaryPrimitives.ReadUInt64LittleEndian(data[i..]) * Multiplier;
            k ^= k >> 47;
            hash = (hash ^ (k * Multiplier)) * Multiplier;
        }

        ulong rest = 0;
        for (int i = data.Length - 1; i >= whole; i--)
        {
            rest = (rest << 8) | data[i];
        }

        if (data.Length > whole)
        {
            hash = (hash ^ rest) * Multiplier;
        }

        hash ^= hash >> 47;
        hash *= Multiplier;
        return hash ^ (hash >> 47);
    }
}
