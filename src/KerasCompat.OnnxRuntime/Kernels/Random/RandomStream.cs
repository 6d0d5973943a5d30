using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KerasCompat.OnnxRuntime.Kernels.Random;

/// <summary>The stream of one node (tensorflow/core/util/guarded_philox_random.cc); may be used by several threads.</summary>
internal sealed class RandomStream
{
    private readonly Lock _lock = new();
    private Philox _random;

    private RandomStream(ulong seed, ulong seed2)
    {
        _random = new Philox(seed, new UInt128(seed2, 0));
    }

    /// <summary>The stream of two seeds; one that nobody can foresee when both are zero.</summary>
    public static RandomStream Of(long seed, long seed2)
    {
        if (seed != 0 || seed2 != 0)
        {
            return new RandomStream((ulong)seed, (ulong)seed2);
        }

        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        return new RandomStream(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));
    }

    /// <summary>Where the stream stands; the next caller finds it that many groups of four further on.</summary>
    public Philox Take(ulong groups)
    {
        lock (_lock)
        {
            Philox current = _random;
            _random.Skip(groups);
            return current;
        }
    }
}
