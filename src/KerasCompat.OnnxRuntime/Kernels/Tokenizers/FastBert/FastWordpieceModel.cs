using System.Buffers.Binary;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastBert;

/// <summary>
/// The automaton of LinMaxMatch (arxiv.org/abs/2012.15524) as TensorFlow Text stores it (fast_wordpiece_tokenizer_model.fbs): a trie of the
/// vocabulary whose nodes say which pieces to take when the trie goes no further, and where to go on.
/// </summary>
internal sealed class FastWordpieceModel
{
    private const int FailureSize = 2 * sizeof(uint);
    private const uint NoNode = uint.MaxValue;
    private const int CountBits = 8;

    private readonly ReadOnlyMemory<byte> _failures;
    private readonly int[] _pops;
    private readonly ReadOnlyMemory<byte>[] _vocabulary;
    private readonly ReadOnlyMemory<byte> _isSuffix;

    /// <param name="buffer">The model.</param>
    public FastWordpieceModel(ReadOnlyMemory<byte> buffer)
    {
        var table = new FlatTable(buffer);
        Trie = new DoubleArrayTrie(table.List(0, sizeof(uint)));
        _failures = table.List(1, FailureSize);
        _pops = table.Integers(2);
        SuffixRoot = table.Integer(3);
        MostBytes = table.Integer(4);
        SuffixIndicator = table.List(5, 1);
        Unknown = table.List(6, 1);
        UnknownId = table.Integer(7);
        OfSuffixIndicator = table.Integers(8);
        OwnWordEnd = table.Integer(9);
        CutsTexts = table.Flag(10);
        CanDetokenize = table.Flag(11);
        _vocabulary = table.Texts(12);
        _isSuffix = table.List(13, 1);
        KernelContext.Require(_isSuffix.Length == _vocabulary.Length, "the model does not say of each piece whether it is a suffix");
    }

    public DoubleArrayTrie Trie { get; }

    /// <summary>The node of the suffix indicator, where a word that was taken apart ends.</summary>
    public int SuffixRoot { get; }

    /// <summary>The node where a word that is one sign ends.</summary>
    public int OwnWordEnd { get; }

    /// <summary>Longer words are unknown.</summary>
    public int MostBytes { get; }

    public ReadOnlyMemory<byte> SuffixIndicator { get; }

    public ReadOnlyMemory<byte> Unknown { get; }

    public int UnknownId { get; }

    /// <summary>The pieces of the suffix indicator itself.</summary>
    public int[] OfSuffixIndicator { get; }

    /// <summary>Whether it takes texts, and not only words.</summary>
    public bool CutsTexts { get; }

    public bool CanDetokenize { get; }

    /// <summary>Whether a piece is a suffix.</summary>
    public static bool IsSuffix(int piece) => (piece >> 30) != 0;

    /// <summary>The number of a piece.</summary>
    public static int Id(int piece) => (piece & 0x3FFF_FFFF) >> CountBits;

    /// <summary>The length of a piece without the suffix indicator.</summary>
    public static int Length(int piece) => (piece & 0xFF) + 1;

    /// <summary>The pieces to take where the trie goes no further, and the node at which to go on; false where the word cannot be taken apart.</summary>
    public bool TryFail(ref int node, out ReadOnlySpan<int> pieces)
    {
        pieces = default;
        KernelContext.Require((uint)node < (uint)(_failures.Length / FailureSize), "the model has no failure link for a node of its trie");
        ReadOnlySpan<byte> failure = _failures.Span.Slice(node * FailureSize, FailureSize);
        uint link = BinaryPrimitives.ReadUInt32LittleEndian(failure), list = BinaryPrimitives.ReadUInt32LittleEndian(failure[sizeof(uint)..]);
        if (link == NoNode)
        {
            return false;
        }

        long first = list >> CountBits, count = (list & 0xFF) + 1;
        if (!Trie.TryGetValue(node, out _))
        {
            KernelContext.Require(first + count <= _pops.Length, "a node of the model takes pieces that it does not have");
            pieces = _pops.AsSpan((int)first, (int)count);
        }

        node = (int)link;
        return true;
    }

    /// <summary>The text of a piece without the suffix indicator, and whether it is a suffix.</summary>
    public ReadOnlyMemory<byte> Piece(int id, out bool isSuffix)
    {
        if ((uint)id >= (uint)_vocabulary.Length)
        {
            throw KernelContext.Refuse($"the vocabulary of {_vocabulary.Length} pieces has no piece {id}");
        }

        isSuffix = _isSuffix.Span[id] != 0;
        return _vocabulary[id];
    }
}
