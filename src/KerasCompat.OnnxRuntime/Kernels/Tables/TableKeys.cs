using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Tables;

/// <summary>The keys of a lookup table, each with the row of its value: the order in which they were added. Texts are compared by their bytes, numbers by their bits.</summary>
internal sealed class TableKeys
{
    private readonly TextKeys? _texts;
    private readonly Dictionary<ulong, int>? _numbers;

    public TableKeys(bool strings, int capacity)
    {
        if (strings)
        {
            _texts = new TextKeys(capacity);
        }
        else
        {
            _numbers = new Dictionary<ulong, int>(capacity);
        }
    }

    /// <summary>The keys, where they are texts.</summary>
    public TextKeys? Texts => _texts;

    public int Count => _texts?.Count ?? _numbers!.Count;

    /// <summary>The row of a key, or -1.</summary>
    public int Find(HostTensor keys, int index) => _texts is not null
        ? _texts.Find(keys.Strings[index].Span)
        : _numbers!.TryGetValue(Bits(keys, index), out int number) ? number : -1;

    /// <summary>The row of a text, or -1.</summary>
    public int Find(ReadOnlySpan<byte> key) => _texts?.Find(key) ?? -1;

    /// <summary>Gives a key the next row; returns the row that it has already, if it has one.</summary>
    public int Add(HostTensor keys, int index)
    {
        if (_texts is not null)
        {
            return _texts.Add(keys.Strings[index].Span);
        }

        ulong bits = Bits(keys, index);
        int next = _numbers!.Count;
        return _numbers.TryAdd(bits, next) ? next : _numbers[bits];
    }

    /// <summary>The keys in the order of their rows.</summary>
    public void CopyTo(HostTensor keys)
    {
        for (int i = 0; i < _texts?.Count; i++)
        {
            keys.Strings[i] = _texts[i];
        }

        int size = keys.DType.Size();
        foreach (KeyValuePair<ulong, int> key in _numbers ?? [])
        {
            BitConverter.GetBytes(key.Key).AsSpan(0, size).CopyTo(keys.Bytes[(key.Value * size)..]);
        }
    }

    private static ulong Bits(HostTensor keys, int index)
    {
        switch (keys.DType.Size())
        {
            case sizeof(ulong): return keys.Values<ulong>()[index];
            case sizeof(uint): return keys.Values<uint>()[index];
            case sizeof(ushort): return keys.Values<ushort>()[index];
            default: return keys.Bytes[index];
        }
    }
}
