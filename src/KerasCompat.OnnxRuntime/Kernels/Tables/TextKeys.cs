using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace KerasCompat.OnnxRuntime.Kernels.Tables;

/// <summary>
/// Texts numbered in the order in which they were added. All bytes lie in one array and all places in another, so that a vocabulary of a
/// million words is two objects. Finding a word touches one place: a word of less than eight bytes, as most are, stands there as a number.
/// </summary>
internal sealed class TextKeys
{
    /// <summary>An odd number of this process, so that a model or a caller cannot choose keys that collide.</summary>
    private static readonly ulong Multiplier = MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1;

    private byte[] _bytes;
    private Entry[] _entries;
    private int[] _buckets;
    private int _shift;
    private int _length;

    public TextKeys(int capacity)
    {
        _bytes = new byte[Math.Max(64, capacity * 8)];
        _entries = new Entry[Math.Max(4, capacity)];
        MakeBuckets();
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The number of a text; -1 when it is not there.</summary>
    public int Find(ReadOnlySpan<byte> key) => key.Length < sizeof(ulong) ? FindShort(ShortDigest(key), key.Length) : FindLong(key, LongDigest(key));

    /// <summary>Adds a text, or finds it; gives back its number.</summary>
    public int Add(ReadOnlySpan<byte> key)
    {
        bool isShort = key.Length < sizeof(ulong);
        ulong digest = isShort ? ShortDigest(key) : LongDigest(key);
        int known = isShort ? FindShort(digest, key.Length) : FindLong(key, digest);
        if (known >= 0)
        {
            return known;
        }

        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, checked(Count * 2));
            MakeBuckets();
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
        _entries[Count] = new Entry { Digest = digest, Start = _length, Length = key.Length };
        _length += key.Length;
        Link(Count);
        return Count++;
    }

    /// <summary>A text by its number.</summary>
    public ReadOnlyMemory<byte> this[int number] => _bytes.AsMemory(_entries[number].Start, _entries[number].Length);

    /// <summary>At least twice as many buckets as texts, so that most texts that are not there meet an empty one.</summary>
    [MemberNotNull(nameof(_buckets))]
    private void MakeBuckets()
    {
        _buckets = new int[BitOperations.RoundUpToPowerOf2(checked((uint)_entries.Length * 2))];
        _shift = 64 - BitOperations.Log2((uint)_buckets.Length);
    }

    private void Link(int number)
    {
        ref int bucket = ref _buckets[Bucket(_entries[number].Digest)];
        _entries[number].Next = bucket - 1;
        bucket = number + 1;
    }

    /// <summary>The bucket of a digest: the highest bits of a product with an odd number that nobody knows spread any keys evenly.</summary>
    private int Bucket(ulong digest) => (int)((digest * Multiplier) >> _shift);

    private int FindShort(ulong digest, int length)
    {
        Entry[] entries = _entries;
        for (int at = _buckets[Bucket(digest)] - 1; at >= 0; at = entries[at].Next)
        {
            if (entries[at].Digest == digest && entries[at].Length == length)
            {
                return at;
            }
        }

        return -1;
    }

    private int FindLong(ReadOnlySpan<byte> key, ulong digest)
    {
        for (int at = _buckets[Bucket(digest)] - 1; at >= 0; at = _entries[at].Next)
        {
            ref readonly Entry entry = ref _entries[at];
            if (entry.Digest == digest && entry.Length == key.Length && key.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length)))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>A text of less than eight bytes as a number, which no other text of its length has.</summary>
    private static ulong ShortDigest(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(uint))
        {
            return MemoryMarshal.Read<uint>(key) | ((ulong)MemoryMarshal.Read<uint>(key[^sizeof(uint)..]) << 32);
        }

        return key.Length == 0 ? 0 : key[0] | ((ulong)key[key.Length >> 1] << 8) | ((ulong)key[^1] << 16);
    }

    /// <summary>The bytes of a longer text, folded eight at a time.</summary>
    private static ulong LongDigest(ReadOnlySpan<byte> key)
    {
        ulong digest = Multiplier ^ (ulong)key.Length;
        ReadOnlySpan<byte> rest = key;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            digest = Fold(digest ^ MemoryMarshal.Read<ulong>(rest));
        }

        // The last eight bytes, some of which have been folded already where the length is no multiple of eight.
        return rest.IsEmpty ? digest : Fold(digest ^ MemoryMarshal.Read<ulong>(key[^sizeof(ulong)..]));
    }

    private static ulong Fold(ulong value)
    {
        ulong high = Math.BigMul(value, Multiplier, out ulong low);
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
