namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>
/// Joins neighbours, beginning with characters, as long as they make a piece: first those of the highest score, of equals the leftmost
/// (sentencepiece/src/bpe_model.cc).
/// </summary>
internal sealed class BytePairSegmenter(PieceVocabulary vocabulary) : Segmenter
{
    private readonly PriorityQueue<Pair, (float Score, int Left)> _agenda = new(Comparer<(float Score, int Left)>.Create(
        (x, y) => x.Score.CompareTo(y.Score) is not 0 and int order ? -order : x.Left.CompareTo(y.Left)));

    private readonly Dictionary<int, int> _madeOf = [];
    private readonly Stack<(int Start, int Length)> _open = new();
    private Symbol[] _symbols = [];

    public override void Cut(ReadOnlySpan<byte> text, List<Segment> segments)
    {
        _agenda.Clear();
        _madeOf.Clear();
        int count = Split(text);
        for (int i = 1; i < count; i++)
        {
            Propose(text, i - 1, i);
        }

        while (_agenda.TryDequeue(out Pair pair, out _))
        {
            ref Symbol left = ref _symbols[pair.Left], right = ref _symbols[pair.Right];
            if (left.Length == 0 || right.Length == 0 || left.Length + right.Length != pair.Length)
            {
                continue;
            }

            left.Length = pair.Length;
            left.Node = pair.Node;
            left.Next = right.Next;
            right.Length = 0;
            if (left.Next >= 0)
            {
                _symbols[left.Next].Previous = pair.Left;
            }

            Propose(text, left.Previous, pair.Left);
            Propose(text, pair.Left, left.Next);
        }

        for (int at = count > 0 ? 0 : -1; at >= 0; at = _symbols[at].Next)
        {
            Add(text, _symbols[at].Start, _symbols[at].Length, segments);
        }
    }

    private int Split(ReadOnlySpan<byte> text)
    {
        if (_symbols.Length < text.Length)
        {
            _symbols = new Symbol[Math.Max(text.Length, _symbols.Length * 2)];
        }

        int count = 0;
        for (int at = 0, length; at < text.Length; at += length)
        {
            int whole = vocabulary.UserDefined?.Longest(text[at..]) ?? 0;
            length = whole > 0 ? whole : CharacterLength(text[at..]);
            _symbols[count] = new Symbol
            {
                Start = at,
                Length = length,
                Previous = count - 1,
                Next = at + length < text.Length ? count + 1 : -1,
                IsWhole = whole > 0,
                Node = vocabulary.Trie.Walk(PieceTrie.Root, text.Slice(at, length)),
            };
            count++;
        }

        return count;
    }

    /// <summary>Puts two neighbours on the agenda when they make a piece.</summary>
    private void Propose(ReadOnlySpan<byte> text, int left, int right)
    {
        if (left < 0 || right < 0 || _symbols[left].IsWhole || _symbols[right].IsWhole || _symbols[left].Node < 0)
        {
            return;
        }

        int node = vocabulary.Trie.Walk(_symbols[left].Node, text.Slice(_symbols[right].Start, _symbols[right].Length));
        int id = vocabulary.Trie.NumberAt(node);
        if (id < 0)
        {
            return;
        }

        _agenda.Enqueue(new Pair(left, right, _symbols[left].Length + _symbols[right].Length, node), (vocabulary.Score(id), left));
        if (vocabulary.IsUnused(id))
        {
            _madeOf[id] = _symbols[left].Length;
        }
    }

    /// <summary>Adds a part; one that is a piece which may not be used, as what it was made of.</summary>
    private void Add(ReadOnlySpan<byte> text, int start, int length, List<Segment> segments)
    {
        _open.Push((start, length));
        while (_open.TryPop(out (int Start, int Length) part))
        {
            int id = vocabulary.Id(text.Slice(part.Start, part.Length));
            if (vocabulary.IsUnused(id) && _madeOf.TryGetValue(id, out int left))
            {
                _open.Push((part.Start + left, part.Length - left));
                _open.Push((part.Start, left));
            }
            else
            {
                segments.Add(new Segment(part.Length, id));
            }
        }
    }

    private record struct Symbol
    {
        public int Start;
        public int Length;
        public int Previous;
        public int Next;

        /// <summary>Whether the user named it, so that it is never joined.</summary>
        public bool IsWhole;

        /// <summary>Where its text leads in the trie of pieces.</summary>
        public int Node;
    }

    private readonly record struct Pair(int Left, int Right, int Length, int Node);
}
