using System.Buffers.Binary;
using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels.Hashing;

/// <summary>
/// The 64-bit fingerprint that TensorFlow calls <c>Fingerprint64</c> (tensorflow/core/platform/fingerprint.h): FarmHash's
/// <c>farmhashna::Hash64</c>, which promises never to change.
/// </summary>
internal static class FarmHash64
{
    private const ulong K0 = 0xc3a5c85c97cb3127;
    private const ulong K1 = 0xb492b66fbe98f273;
    private const ulong K2 = 0x9ae16a3b2f90404f;

    public static ulong Hash(ReadOnlySpan<byte> s) => s.Length switch
    {
        <= 16 => UpTo16(s),
        <= 32 => UpTo32(s),
        <= 64 => UpTo64(s),
        _ => Long(s),
    };

    private static ulong Word(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt64LittleEndian(s[at..]);

    private static ulong Half(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt32LittleEndian(s[at..]);

    private static ulong Rotate(ulong value, int by) => BitOperations.RotateRight(value, by);

    private static ulong Mix(ulong value) => value ^ (value >> 47);

    private static ulong Combine(ulong u, ulong v, ulong multiplier)
    {
        ulong a = Mix((u ^ v) * multiplier);
        return Mix((v ^ a) * multiplier) * multiplier;
    }

    private static ulong UpTo16(ReadOnlySpan<byte> s)
    {
        int length = s.Length;
        ulong multiplier = K2 + ((ulong)length * 2);
        if (length >= 8)
        {
            ulong a = Word(s, 0) + K2, b = Word(s, length - 8);
            return Combine((Rotate(b, 37) * multiplier) + a, (Rotate(a, 25) + b) * multiplier, multiplier);
        }

        if (length >= 4)
        {
            return Combine((ulong)length + (Half(s, 0) << 3), Half(s, length - 4), multiplier);
        }

        if (length > 0)
        {
            uint y = s[0] + ((uint)s[length >> 1] << 8);
            uint z = (uint)length + ((uint)s[length - 1] << 2);
            return Mix((y * K2) ^ (z * K0)) * K2;
        }

        return K2;
    }

    private static ulong UpTo32(ReadOnlySpan<byte> s)
    {
        int length = s.Length;
        ulong multiplier = K2 + ((ulong)length * 2);
        ulong a = Word(s, 0) * K1, b = Word(s, 8), c = Word(s, length - 8) * multiplier, d = Word(s, length - 16) * K2;
        return Combine(Rotate(a + b, 43) + Rotate(c, 30) + d, a + Rotate(b + K2, 18) + c, multiplier);
    }

    private static ulong UpTo64(ReadOnlySpan<byte> s)
    {
        int length = s.Length;
        ulong multiplier = K2 + ((ulong)length * 2);
        ulong a = Word(s, 0) * K2, b = Word(s, 8), c = Word(s, length - 8) * multiplier, d = Word(s, length - 16) * K2;
        ulong y = Rotate(a + b, 43) + Rotate(c, 30) + d;
        ulong z = Combine(y, a + Rotate(b + K2, 18) + c, multiplier);
        ulong e = Word(s, 16) * multiplier, f = Word(s, 24);
        ulong g = (y + Word(s, length - 32)) * multiplier, h = (z + Word(s, length - 24)) * multiplier;
        return Combine(Rotate(e + f, 43) + Rotate(g, 30) + h, e + Rotate(f + a, 18) + g, multiplier);
    }

    private static ulong Long(ReadOnlySpan<byte> s)
    {
        const ulong Seed = 81;
        int length = s.Length;
        ulong x = Seed, y = unchecked((Seed * K1) + 113), z = Mix((y * K2) + 113) * K2;
        (ulong First, ulong Second) v = (0, 0), w = (0, 0);
        x = (x * K2) + Word(s, 0);
        int end = (length - 1) / 64 * 64, last = end + ((length - 1) & 63) - 63, at = 0;
        do
        {
            x = Rotate(x + y + v.First + Word(s, at + 8), 37) * K1;
            y = Rotate(y + v.Second + Word(s, at + 48), 42) * K1;
            x ^= w.Second;
            y += v.First + Word(s, at + 40);
            z = Rotate(z + w.First, 33) * K1;
            v = Weak(s, at, v.Second * K1, x + w.First);
            w = Weak(s, at + 32, z + w.Second, y + Word(s, at + 16));
            (z, x) = (x, z);
            at += 64;
        }
        while (at != end);

        ulong multiplier = K1 + ((z & 0xff) << 1);
        at = last;
        w.First += (ulong)((length - 1) & 63);
        v.First += w.First;
        w.First += v.First;
        x = Rotate(x + y + v.First + Word(s, at + 8), 37) * multiplier;
        y = Rotate(y + v.Second + Word(s, at + 48), 42) * multiplier;
        x ^= w.Second * 9;
        y += (v.First * 9) + Word(s, at + 40);
        z = Rotate(z + w.First, 33) * multiplier;
        v = Weak(s, at, v.Second * multiplier, x + w.First);
        w = Weak(s, at + 32, z + w.Second, y + Word(s, at + 16));
        (z, x) = (x, z);
        return Combine(Combine(v.First, w.First, multiplier) + (Mix(y) * K0) + z, Combine(v.Second, w.Second, multiplier) + x, multiplier);
    }

    private static (ulong First, ulong Second) Weak(ReadOnlySpan<byte> s, int at, ulong a, ulong b)
    {
        ulong w = Word(s, at), x = Word(s, at + 8), y = Word(s, at + 16), z = Word(s, at + 24);
        a += w;
        b = Rotate(b + a + z, 21);
        ulong c = a;
        a += x + y;
        b += Rotate(a, 44);
        return (a + z, b + c);
    }
}
