using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace KerasCompat.OnnxRuntime.Kernels.Tables;

/// <summary>
/// Texts numbered in the order in which they were added. All bytes lie in one array and all places in another, so that a vocabulary of a
/// million words is two objects, and finding a word touches one place and its bytes.
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
        uint hash = Hash(key);
        for (int at = _buckets[hash & (uint)(_buckets.Length - 1)] - 1; at >= 0; at = _entries[at].Next)
        {
            ref readonly Entry entry = ref _entries[at];
            if (entry.Hash == hash && key.SequenceEqual(_bytes.AsSpan(entry.Start, entry.Length)))
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
        _entries[Count] = new Entry { Hash = Hash(key), Start = _length, Length = key.Length };
        _length += key.Length;
        Link(Count);
        return Count++;
    }

    /// <summary>A text by its number.</summary>
    public ReadOnlyMemory<byte> this[int number] => _bytes.AsMemory(_entries[number].Start, _entries[number].Length);

    private static int[] Buckets(int capacity) => new int[BitOperations.RoundUpToPowerOf2((uint)capacity)];

    private void Link(int number)
    {
        ref int bucket = ref _buckets[_entries[number].Hash & (uint)(_buckets.Length - 1)];
        _entries[number].Next = bucket - 1;
        bucket = number + 1;
    }

    /// <summary>Multiplies and folds eight bytes at a time.</summary>
    private static uint Hash(ReadOnlySpan<byte> key)
    {
        ulong hash = Seed ^ (ulong)key.Length;
        while (key.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ MemoryMarshal.Read<ulong>(key));
            key = key[sizeof(ulong)..];
        }

        ulong rest = 0;
        if (key.Length >= sizeof(uint))
        {
            rest = MemoryMarshal.Read<uint>(key) | ((ulong)MemoryMarshal.Read<uint>(key[^sizeof(uint)..]) << 32);
        }
        else if (key.Length > 0)
        {
            rest = key[0] | ((ulong)key[key.Length >> 1] << 8) | ((ulong)key[^1] << 16);
        }

        return (uint)Fold(hash ^ rest);
    }

    private static ulong Fold(ulong value)
    {
        ulong high = Math.BigMul(value, Multiplier ^ Seed, out ulong low);
        return high ^ low;
    }

    private struct Entry
    {
        public uint Hash;
        public int Start;
        public int Length;
        public int Next;
    }
}
