using System.Runtime.InteropServices;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>The cut with the highest sum of scores (sentencepiece/src/unigram_model.cc), found by going once over the text.</summary>
internal sealed class UnigramSegmenter : Segmenter
{
    private const float UnknownPenalty = 10;

    /// <summary>C's FLT_MIN, with which the search for the highest score begins: where all are negative, it is the highest.</summary>
    private const float SmallestNormal = 1.17549435E-38f;

    private readonly PieceVocabulary _vocabulary;
    private readonly float _unknownScore;
    private readonly float _highest = SmallestNormal;
    private Path[] _best = [];

    public UnigramSegmenter(PieceVocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        float lowest = float.MaxValue;
        for (int id = 0; id < vocabulary.Count; id++)
        {
            if (vocabulary.IsNormal(id))
            {
                // As std::min and std::max choose when one is no number.
                lowest = vocabulary.Score(id) < lowest ? vocabulary.Score(id) : lowest;
                _highest = _highest < vocabulary.Score(id) ? vocabulary.Score(id) : _highest;
            }
        }

        _unknownScore = lowest - UnknownPenalty;
    }

    public override void Cut(ReadOnlySpan<byte> text, List<Segment> segments)
    {
        if (_best.Length <= text.Length)
        {
            _best = new Path[Math.Max(text.Length + 1, _best.Length * 2)];
        }

        Span<Path> best = _best.AsSpan(0, text.Length + 1);
        best.Fill(new Path(-1, -1, 0));
        for (int start = 0, character; start < text.Length; start += character)
        {
            character = CharacterLength(text[start..]);
            float before = best[start].Score;
            bool isPiece = false;
            for (int end = start, node = PieceTrie.Root; end < text.Length && (node = _vocabulary.Trie.Step(node, text[end])) >= 0;)
            {
                end++;
                int id = _vocabulary.Trie.NumberAt(node);
                if (id >= 0 && !_vocabulary.IsUnused(id))
                {
                    // In double, as the arithmetic of C++ has it there: it decides between cuts that are nearly as good.
                    double score = _vocabulary.IsUserDefined(id) ? ((end - start) * _highest) - 0.1 : _vocabulary.Score(id);
                    Improve(ref best[end], start, id, score + before);
                    isPiece |= end - start == character;
                }
            }

            if (!isPiece)
            {
                Improve(ref best[start + character], start, _vocabulary.Unknown, _unknownScore + before);
            }
        }

        int first = segments.Count;
        for (int end = text.Length; end > 0; end = best[end].Start)
        {
            segments.Add(new Segment(end - best[end].Start, best[end].Id));
        }

        CollectionsMarshal.AsSpan(segments)[first..].Reverse();
    }

    private static void Improve(ref Path best, int start, int id, double score)
    {
        if (best.Start < 0 || score > best.Score)
        {
            best = new Path(start, id, (float)score);
        }
    }

    /// <summary>The last piece of the best cut up to some place, and the score of that cut.</summary>
    private readonly record struct Path(int Start, int Id, float Score);
}
