using System.Diagnostics.CodeAnalysis;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tables;

/// <summary>The keys of a lookup table, each with the row of its value. Strings are compared by their bytes, numbers by their bits.</summary>
internal sealed class TableKeys
{
    private readonly Dictionary<byte[], int>? _strings;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly Dictionary<ulong, int>? _numbers;

    public TableKeys(bool strings, int capacity)
    {
        if (strings)
        {
            _strings = new Dictionary<byte[], int>(capacity, BytesComparer.Instance);
            _lookup = _strings.GetAlternateLookup<ReadOnlySpan<byte>>();
        }
        else
        {
            _numbers = new Dictionary<ulong, int>(capacity);
        }
    }

    public int Count => _strings?.Count ?? _numbers!.Count;

    /// <summary>The row of a key, or -1.</summary>
    public int Find(HostTensor keys, int index) => _numbers is null
        ? _lookup.TryGetValue(keys.Strings[index].Span, out int row) ? row : -1
        : _numbers.TryGetValue(Bits(keys, index), out int number) ? number : -1;

    /// <summary>The row of a text, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key) => _strings is not null && _lookup.TryGetValue(key, out int row) ? row : -1;

    /// <summary>Gives a key a row of its own; returns the row that it has already, if it has one.</summary>
    public int Add(HostTensor keys, int index, int row)
    {
        if (_numbers is null)
        {
            return _lookup.TryAdd(keys.Strings[index].Span, row) ? row : _lookup[keys.Strings[index].Span];
        }

        ulong bits = Bits(keys, index);
        return _numbers.TryAdd(bits, row) ? row : _numbers[bits];
    }

    /// <summary>The keys in the order of their rows.</summary>
    public void CopyTo(HostTensor keys)
    {
        int size = Contracts.DTypes.Size(keys.DType);
        foreach (KeyValuePair<byte[], int> key in _strings ?? [])
        {
            keys.Strings[key.Value] = key.Key;
        }

        foreach (KeyValuePair<ulong, int> key in _numbers ?? [])
        {
            BitConverter.GetBytes(key.Key).AsSpan(0, size).CopyTo(keys.Bytes[(key.Value * size)..]);
        }
    }

    private static ulong Bits(HostTensor keys, int index)
    {
        int size = Contracts.DTypes.Size(keys.DType);
        Span<byte> bits = stackalloc byte[8];
        bits.Clear();
        keys.Bytes.Slice(index * size, size).CopyTo(bits);
        return BitConverter.ToUInt64(bits);
    }

    /// <summary>Compares keys by their bytes, and finds them without copying what is looked for.</summary>
    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static BytesComparer Instance { get; } = new();

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            // Keyed per process, so that a model or a caller cannot choose keys that collide.
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public int GetHashCode([DisallowNull] byte[] obj) => GetHashCode(obj.AsSpan());
    }
}
