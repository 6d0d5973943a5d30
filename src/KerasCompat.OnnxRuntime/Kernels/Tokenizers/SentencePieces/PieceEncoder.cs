namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>
/// Texts to pieces with the bytes of the text from which and to which each goes (SentencePieceProcessor::Encode). For one thread; keeps its
/// buffers from one call to the next.
/// </summary>
/// <param name="model">The model.</param>
internal sealed class PieceEncoder(SentencePieceModel model)
{
    private readonly Segmenter _segmenter = model.CreateSegmenter();
    private readonly NormalizedText _text = new();
    private readonly List<Segment> _segments = [];

    /// <summary>The pieces of all texts so far.</summary>
    public List<EncodedPiece> Pieces { get; } = [];

    /// <summary>Whether it works with a model.</summary>
    public bool Is(SentencePieceModel other) => ReferenceEquals(model, other);

    /// <summary>Adds the pieces of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="options">What to add to them.</param>
    /// <param name="wantTexts">Whether the texts of unknown pieces are wanted.</param>
    public void Encode(ReadOnlySpan<byte> text, PieceOptions options, bool wantTexts)
    {
        int first = Pieces.Count;
        if (options.Begin)
        {
            Pieces.Add(new EncodedPiece(model.Begin, null, 0, 0));
        }

        model.Normalizer.Normalize(text, _text);
        _segments.Clear();
        _segmenter.Cut(_text.Bytes, _segments);
        AddSegments(wantTexts);
        if (options.End)
        {
            Pieces.Add(new EncodedPiece(model.End, null, 0, 0));
        }

        if (options.Reverse)
        {
            Pieces.Reverse(first, Pieces.Count - first);
        }
    }

    private void AddSegments(bool wantTexts)
    {
        PieceVocabulary vocabulary = model.Vocabulary;
        int end = 0, unknownStart = -1;
        foreach ((int length, int id) in _segments)
        {
            int start = end;
            end += length;
            KernelContext.Require(!vocabulary.IsControl(id), "a word of the text is a control symbol of the model");
            if (id != vocabulary.Unknown)
            {
                unknownStart = -1;
                Pieces.Add(new EncodedPiece(id, null, _text.Origin(start), _text.Origin(end)));
            }
            else if (vocabulary.HasBytes)
            {
                AddBytes(start, end);
            }
            else
            {
                // What is unknown and follows each other is one piece.
                if (unknownStart >= 0)
                {
                    Pieces.RemoveAt(Pieces.Count - 1);
                }

                unknownStart = unknownStart < 0 ? start : unknownStart;
                ReadOnlyMemory<byte>? own = wantTexts ? _text.Bytes[unknownStart..end].ToArray() : null;
                Pieces.Add(new EncodedPiece(id, own, _text.Origin(unknownStart), _text.Origin(end)));
            }
        }
    }

    /// <summary>A piece for each byte, of which the last has the place of all.</summary>
    private void AddBytes(int start, int end)
    {
        int from = _text.Origin(start);
        for (int i = start; i < end; i++)
        {
            Pieces.Add(new EncodedPiece(model.Vocabulary.ByteId(_text.Bytes[i]), null, from, i == end - 1 ? _text.Origin(end) : from));
        }
    }
}
