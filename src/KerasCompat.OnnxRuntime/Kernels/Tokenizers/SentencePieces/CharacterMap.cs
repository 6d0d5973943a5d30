using System.Buffers.Binary;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>
/// What characters become before a text is cut (<c>precompiled_charsmap</c>): the size of a trie, the trie, and the texts to which its values
/// point, each up to a zero (sentencepiece/src/normalizer.cc).
/// </summary>
internal sealed class CharacterMap
{
    private readonly DoubleArrayTrie _trie;
    private readonly ReadOnlyMemory<byte> _texts;

    public CharacterMap(ReadOnlyMemory<byte> blob)
    {
        KernelContext.Require(blob.Length > sizeof(uint), "the blob of the normalization rules is broken");
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(blob.Span);
        KernelContext.Require(size < (uint)blob.Length - sizeof(uint), "the trie of the normalization rules is larger than their blob");
        _trie = new DoubleArrayTrie(blob.Slice(sizeof(uint), (int)size));
        _texts = blob[(sizeof(uint) + (int)size)..];
    }

    /// <summary>Finds the longest rule for the beginning of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="becomes">What takes its place.</param>
    /// <returns>The number of bytes that are replaced; 0 when there is no rule.</returns>
    public int Find(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> becomes)
    {
        becomes = default;
        int length = _trie.Longest(text, out int place);
        if (length == 0)
        {
            return 0;
        }

        KernelContext.Require(place < _texts.Length, "a normalization rule points out of its texts");
        becomes = _texts.Span[place..];
        int end = becomes.IndexOf((byte)0);
        becomes = end < 0 ? becomes : becomes[..end];
        return length;
    }
}
