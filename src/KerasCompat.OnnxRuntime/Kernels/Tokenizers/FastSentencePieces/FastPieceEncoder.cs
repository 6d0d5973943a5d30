using System.Runtime.InteropServices;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.FastSentencePieces;

/// <summary>
/// A model of SentencePiece that was compiled for small machines, and texts cut by it (EncodeNormalizedString in
/// tensorflow_text/core/kernels/sentencepiece/optimized_encoder.cc): the pieces of the greatest sum, where any byte may be an unknown one.
/// </summary>
internal sealed class FastPieceEncoder
{
    private readonly FastPieceNormalizer _normalizer;
    private readonly DoubleArrayTrie _pieces;
    private readonly float[] _scores;
    private readonly int _begin;
    private readonly int _end;
    private readonly int _unknown;
    private readonly float _unknownScore;
    private readonly int _offset;
    private readonly List<int> _path = [];
    private Step[] _steps = [];

    /// <summary>Reads a model.</summary>
    /// <exception cref="KernelException">It is none.</exception>
    public FastPieceEncoder(ReadOnlyMemory<byte> buffer)
    {
        var config = new FlatTable(buffer);
        KernelContext.Require(!config.Flag(0), "Sentencepiece conversion failed: the model is of another version");
        _begin = config.Integer(1);
        _end = config.Integer(2);
        _unknown = config.Integer(3, -1);
        _unknownScore = config.Number(4);
        _offset = config.Integer(5);
        _pieces = new DoubleArrayTrie(config.Table(6)?.List(0, sizeof(uint)) ?? default);
        _scores = [.. config.Integers(7).Select(BitConverter.Int32BitsToSingle)];
        _normalizer = new FastPieceNormalizer(config);
    }

    /// <summary>The pieces of all texts since it was cleared.</summary>
    public List<int> Pieces { get; } = [];

    /// <summary>Adds the pieces of a text.</summary>
    public void Add(ReadOnlySpan<byte> text, bool begin, bool end, bool reverse, CancellationToken cancellationToken)
    {
        int first = Pieces.Count;
        ReadOnlySpan<byte> normalized = CollectionsMarshal.AsSpan(_normalizer.Normalize(text));
        FindPath(normalized, cancellationToken);
        if (begin)
        {
            Pieces.Add(_begin);
        }

        for (int i = _path.Count - 1; i >= 0; i--)
        {
            Pieces.Add(_path[i] == _unknown ? _path[i] : unchecked(_path[i] + _offset));
        }

        if (end)
        {
            Pieces.Add(_end);
        }

        if (reverse)
        {
            Pieces.Reverse(first, Pieces.Count - first);
        }
    }

    private void FindPath(ReadOnlySpan<byte> text, CancellationToken cancellationToken)
    {
        if (_steps.Length <= text.Length)
        {
            _steps = new Step[Math.Max(text.Length + 1, 2 * _steps.Length)];
        }

        _steps.AsSpan(0, text.Length + 1).Fill(new Step(0, -1, -1));
        for (int i = 0; i < text.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (i > 0 && _steps[i].Before < 0)
            {
                continue;
            }

            if (_unknown >= 0)
            {
                // Unknown bytes side by side are one piece.
                Improve(i + 1, new Step(_steps[i].Score + _unknownScore, _unknown, _steps[i].Piece == _unknown ? _steps[i].Before : i));
            }

            int node = DoubleArrayTrie.Root;
            for (int j = i; j < text.Length && _pieces.TryStep(ref node, text[j]); j++)
            {
                if (_pieces.TryGetValue(node, out int piece))
                {
                    KernelContext.Require(piece >= 0 && piece < _scores.Length, $"piece {piece} of the model has no score");
                    Improve(j + 1, new Step(_steps[i].Score + _scores[piece], piece, i));
                }
            }
        }

        _path.Clear();
        for (int at = text.Length; at > 0 && _steps[at].Before >= 0; at = _steps[at].Before)
        {
            _path.Add(_steps[at].Piece);
        }
    }

    private void Improve(int at, Step step)
    {
        ref Step best = ref _steps[at];
        if (best.Before < 0 || best.Score < step.Score)
        {
            best = step;
        }
    }

    /// <summary>The best way to a place.</summary>
    /// <param name="Score">The sum of its pieces.</param>
    /// <param name="Piece">The last of them.</param>
    /// <param name="Before">Where that one begins; -1 where no way leads.</param>
    private readonly record struct Step(float Score, int Piece, int Before);
}
