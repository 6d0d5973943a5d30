namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.SentencePieces;

/// <summary>
/// Texts and their numbers as a trie: the children of a node lie beside each other, so that a step is a search in a few bytes and the whole
/// trie is three arrays.
/// </summary>
internal sealed class PieceTrie
{
    /// <summary>Where a walk begins.</summary>
    public const int Root = 0;

    /// <summary>Where no text goes on.</summary>
    public const int Nowhere = -1;

    private readonly byte[] _labels;
    private readonly int[] _children;
    private readonly int[] _numbers;

    /// <param name="texts">The texts, no two alike and none empty, each with its number.</param>
    public PieceTrie(IEnumerable<(ReadOnlyMemory<byte> Text, int Number)> texts)
    {
        (ReadOnlyMemory<byte> Text, int Number)[] sorted = [.. texts];
        Array.Sort(sorted, (left, right) => left.Text.Span.SequenceCompareTo(right.Text.Span));
        var labels = new List<byte> { 0 };
        var children = new List<int>();
        var numbers = new List<int> { -1 };
        var open = new Queue<(int First, int End, int Depth)>();
        open.Enqueue((0, sorted.Length, 0));
        for (int node = 0; open.TryDequeue(out (int First, int End, int Depth) range); node++)
        {
            children.Add(labels.Count);
            int at = range.First;
            if (at < range.End && sorted[at].Text.Length == range.Depth)
            {
                numbers[node] = sorted[at++].Number;
            }

            while (at < range.End)
            {
                int first = at;
                byte label = sorted[at].Text.Span[range.Depth];
                while (at < range.End && sorted[at].Text.Span[range.Depth] == label)
                {
                    at++;
                }

                labels.Add(label);
                numbers.Add(-1);
                open.Enqueue((first, at, range.Depth + 1));
            }
        }

        children.Add(labels.Count);
        (_labels, _children, _numbers) = ([.. labels], [.. children], [.. numbers]);
    }

    /// <summary>The number of the text that ends at a node; -1 where none ends.</summary>
    public int NumberAt(int node) => node < 0 ? -1 : _numbers[node];

    /// <summary>The node that a byte leads to, or <see cref="Nowhere"/>.</summary>
    public int Step(int node, byte label)
    {
        int first = _children[node];
        int found = _labels.AsSpan(first, _children[node + 1] - first).IndexOf(label);
        return found < 0 ? Nowhere : first + found;
    }

    /// <summary>The node that some bytes lead to from another, or <see cref="Nowhere"/>.</summary>
    public int Walk(int node, ReadOnlySpan<byte> text)
    {
        foreach (byte label in text)
        {
            if (node < 0)
            {
                break;
            }

            node = Step(node, label);
        }

        return node;
    }

    /// <summary>The number of a text; -1 when it is not there.</summary>
    public int Find(ReadOnlySpan<byte> text) => NumberAt(Walk(Root, text));

    /// <summary>The length of the longest of the texts that another begins with; 0 when there is none.</summary>
    public int Longest(ReadOnlySpan<byte> text)
    {
        int longest = 0;
        for (int i = 0, node = Root; i < text.Length && (node = Step(node, text[i])) >= 0; i++)
        {
            if (_numbers[node] >= 0)
            {
                longest = i + 1;
            }
        }

        return longest;
    }
}
