namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastSentencePieces;

/// <summary>What happens to texts before they are cut (NormalizeString in tensorflow_text/core/kernels/sentencepiece/optimized_encoder.cc).</summary>
internal sealed class FastPieceNormalizer
{
    private readonly bool _mergesSpaces;
    private readonly bool _beginsWithSpace;
    private readonly bool _escapesSpaces;
    private readonly DoubleArrayTrie? _prefixes;
    private readonly ReadOnlyMemory<byte> _replacements;
    private List<byte> _text = [];
    private List<byte> _next = [];

    /// <param name="config">The model, whose fields from the ninth on are these.</param>
    public FastPieceNormalizer(FlatTable config)
    {
        _mergesSpaces = config.Flag(8);
        _beginsWithSpace = config.Flag(9);
        _escapesSpaces = config.Flag(10);
        _prefixes = config.Table(11) is { } trie ? new DoubleArrayTrie(trie.List(0, sizeof(uint))) : null;
        _replacements = config.List(12, 1);
    }

    /// <summary>Normalizes a text; the result is good until the next one.</summary>
    public List<byte> Normalize(ReadOnlySpan<byte> text)
    {
        _text.Clear();
        if (text.IsEmpty)
        {
            return _text;
        }

        if (_beginsWithSpace)
        {
            _text.Add((byte)' ');
        }

        _text.AddRange(text);
        if (_prefixes is not null && !_replacements.IsEmpty)
        {
            Replace(_prefixes);
        }

        if (_mergesSpaces)
        {
            MergeSpaces();
        }

        if (_escapesSpaces)
        {
            EscapeSpaces();
        }

        return _text;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private void Replace(DoubleArrayTrie prefixes)
    {
        Span<byte> text = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_text);
        _next.Clear();
        for (int at = 0; at < text.Length;)
        {
            int length = prefixes.Longest(text[at..], out int value);
            if (length == 0)
            {
                _next.Add(text[at++]);
                continue;
            }

            KernelContext.Require(value >= 0 && value < _replacements.Length, "the model replaces a text with one that it does not have");
            ReadOnlySpan<byte> replacement = _replacements.Span[value..];
            int end = replacement.IndexOf((byte)0);
            _next.AddRange(end < 0 ? replacement : replacement[..end]);
            at += length;
        }

        (_text, _next) = (_next, _text);
    }

    /// <summary>Several become one; one stays what it is, and leaves at the end.</summary>
    private void MergeSpaces()
    {
        int to = 0;
        for (int at = 0; at < _text.Count;)
        {
            int end = at + 1;
            while (IsSpace(_text[at]) && end < _text.Count && IsSpace(_text[end]))
            {
                end++;
            }

            _text[to++] = end - at > 1 ? (byte)' ' : _text[at];
            at = end;
        }

        _text.RemoveRange(to, _text.Count - to);
        if (to > 0 && IsSpace(_text[to - 1]))
        {
            _text.RemoveAt(to - 1);
        }
    }

    private void EscapeSpaces()
    {
        _next.Clear();
        foreach (byte value in _text)
        {
            if (IsSpace(value))
            {
                _next.AddRange("▁"u8);
            }
            else
            {
                _next.Add(value);
            }
        }

        (_text, _next) = (_next, _text);
    }
}
