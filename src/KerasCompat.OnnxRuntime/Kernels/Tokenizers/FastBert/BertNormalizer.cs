using System.Buffers;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastBert;

/// <summary>What each character of a text becomes (fast_bert_normalizer_model.fbs): a trie whose values point to texts in a pool.</summary>
internal sealed class BertNormalizer
{
    private const int Changes = 0x4000_0000;
    private const int LengthBits = 6;

    private readonly DoubleArrayTrie _trie;
    private readonly int _ofZero;
    private readonly ReadOnlyMemory<byte> _pool;

    /// <param name="buffer">The model.</param>
    public BertNormalizer(ReadOnlyMemory<byte> buffer)
    {
        var table = new FlatTable(buffer);
        _trie = new DoubleArrayTrie(table.List(1, sizeof(uint)));
        _ofZero = table.Integer(2);
        _pool = table.List(3, 1);
    }

    /// <summary>Normalizes a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="result">Gets the normalized text.</param>
    /// <param name="origins">Gets the place in the text for each byte of the result and for its end; null when nobody asks.</param>
    public void Normalize(ReadOnlySpan<byte> text, ArrayBufferWriter<byte> result, List<long>? origins)
    {
        for (int at = 0, length; at < text.Length; at += length)
        {
            Rune.DecodeFromUtf8(text[at..], out _, out length);
            ReadOnlySpan<byte> character = text.Slice(at, length);
            int value = Find(character);
            bool changed = (value & Changes) != 0;
            ReadOnlySpan<byte> becomes = changed ? InPool(value) : character;
            result.Write(becomes);
            for (int i = 0; origins is not null && i < becomes.Length; i++)
            {
                origins.Add(changed ? at : at + i);
            }
        }

        origins?.Add(text.Length);
    }

    private int Find(ReadOnlySpan<byte> character)
    {
        if (character[0] == 0)
        {
            return _ofZero;
        }

        int node = DoubleArrayTrie.Root;
        foreach (byte label in character)
        {
            if (!_trie.TryStep(ref node, label))
            {
                return 0;
            }
        }

        return _trie.TryGetValue(node, out int value) ? value : 0;
    }

    private ReadOnlySpan<byte> InPool(int value)
    {
        int length = value & ((1 << LengthBits) - 1), start = (value & (Changes - 1)) >> LengthBits;
        KernelContext.Require(length == 0 || start + length <= _pool.Length, "a character of the normalizer points out of its texts");
        return length == 0 ? default : _pool.Span.Slice(start, length);
    }
}
