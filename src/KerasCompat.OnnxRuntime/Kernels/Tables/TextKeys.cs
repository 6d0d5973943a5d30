using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace KerasCompat.OnnxRuntime.Kernels.Tables;

/// <summary>
/// Texts numbered in the order in which they were added. All bytes lie in one array and all places in another, so that a vocabulary of a
/// million words is two objects. Finding a word touches one place: a word of less than eight bytes, as most are, stands there as a number.
/// </summary>
internal sealed class TextKeys
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>Of this process, so that a model or a caller cannot choose keys that collide.</summary>
    private static readonly ulong Seed = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private byte[] _bytes;
    private Entry[] _entries;
    private int[] _buckets;
    private int _length;

    public TextKeys(int capacity)
    {
        _bytes = new byte[Math.Max(64, capacity * 8)];
        _entries = new Entry[Math.Max(4, capacity)];
        _buckets = Buckets(_entries.Length);
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a text; -1 when it is not there.</summary>
    public int Find(ReadOnlySpan<byte> key)
    {
        ulong digest = Digest(key);
        int[] buckets = _buckets;
        Entry[] entries = _entries;
        for (int at = buckets[Bucket(digest, key.Length) & (uint)(buckets.Length - 1)] - 1; at >= 0; at = entries[at].Next)
        {
            ref readonly Entry entry = ref entries[at];
            if (entry.Digest == digest && entry.Length == key.Length
                && (key.Length < sizeof(ulong) || key.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length))))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Adds a text, or finds it; gives back its number.</summary>
    public int Add(ReadOnlySpan<byte> key)
    {
        int known = Find(key);
        if (known >= 0)
        {
            return known;
        }

        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, checked(Count * 2));
            _buckets = Buckets(_entries.Length);
            for (int i = 0; i < Count; i++)
            {
                Link(i);
            }
        }

        if (_bytes.Length - _length < key.Length)
        {
            Array.Resize(ref _bytes, checked(Math.Max(_bytes.Length * 2, _length + key.Length)));
        }

        key.CopyTo(_bytes.AsSpan(_length));
        _entries[Count] = new Entry { Digest = Digest(key), Start = _length, Length = key.Length };
        _length += key.Length;
        Link(Count);
        return Count++;
    }

    /// <summary>A text by its number.</summary>
    public ReadOnlyMemory<byte> this[int number] => _bytes.AsMemory(_entries[number].Start, _entries[number].Length);

    private static int[] Buckets(int capacity) => new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];

    private void Link(int number)
    {
        ref int bucket = ref _buckets[Bucket(_entries[number].Digest, _entries[number].Length) & (uint)(_buckets.Length - 1)];
        _entries[number].Next = bucket - 1;
        bucket = number + 1;
    }

    /// <summary>A text of less than eight bytes as a number, which no other text of its length has; of a longer text, bytes folded eight at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Digest(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong))
        {
            return DigestLong(key);
        }

        if (key.Length >= sizeof(uint))
        {
            return MemoryMarshal.Read<uint>(key) | ((ulong)MemoryMarshal.Read<uint>(key[^sizeof(uint)..]) << 32);
        }

        return key.Length == 0 ? 0 : key[0] | ((ulong)key[key.Length >> 1] << 8) | ((ulong)key[^1] << 16);
    }

    private static ulong DigestLong(ReadOnlySpan<byte> key)
    {
        ulong digest = Seed ^ (ulong)key.Length;
        ReadOnlySpan<byte> rest = key;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            digest = Fold(digest ^ MemoryMarshal.Read<ulong>(rest));
        }

        // The last eight bytes, some of which have been folded already where the length is no multiple of eight.
        return rest.IsEmpty ? digest : Fold(digest ^ MemoryMarshal.Read<ulong>(key[^sizeof(ulong)..]));
    }

    private static uint Bucket(ulong digest, int length) => (uint)Fold(Seed ^ digest ^ (ulong)length);

    private static ulong Fold(ulong value)
    {
        ulong high = Math.BigMul(value, Multiplier ^ Seed, out ulong low);
        return high ^ low;
    }

    private struct Entry
    {
        public ulong Digest;
        public int Start;
        public int Length;
        public int Next;
    }
}
