namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

/// <summary>Divides what it reads into fragments at punctuation that may end a sentence (tensorflow_text/core/kernels/sentence_fragmenter.cc).</summary>
/// <param name="count">The number of tokens or bytes.</param>
internal abstract class SentenceFragmenter(int count)
{
    private const int HasTerminal = 1;
    private const int HasSeveral = 2;
    private const int HasCloseParenthesis = 4;
    private const int HasOwnCloseParenthesis = 8;

    private bool _latestParenthesisIsOwn;

    /// <summary>The number of tokens or bytes.</summary>
    protected int Count => count;

    /// <summary>Adds all fragments.</summary>
    public void Find(List<SentenceFragment> fragments)
    {
        for (int start = 0; start < count;)
        {
            if (IsSkipped(start))
            {
                start++;
                continue;
            }

            FragmentEnd end = FindEnd(start);
            if (LatestOpenParenthesis(start, end.Limit) is >= 0 and int parenthesis)
            {
                // One at the start of a fragment is taken to be around the whole sentence.
                _latestParenthesisIsOwn = parenthesis == start;
            }

            fragments.Add(Describe(start, end));
            start = end.Limit;
        }
    }

    /// <summary>Whether fragments do not begin here.</summary>
    protected virtual bool IsSkipped(int index) => false;

    /// <summary>What stands at a place, and how far it goes.</summary>
    protected abstract SentenceMarks At(int index, out int length);

    /// <summary>The last opening parenthesis of a fragment; -1 when there is none.</summary>
    protected abstract int LatestOpenParenthesis(int start, int limit);

    /// <summary>The first punctuation that surely ends: behind an ellipsis or emoticon that is not the last.</summary>
    protected abstract int AdjustedTerminal(FragmentEnd end);

    /// <summary>Whether more punctuation follows the first, so that it is no part of a word.</summary>
    protected abstract bool HasMoreTerminals(FragmentEnd end);

    /// <summary>
    /// Reads up to an end. Space within one is allowed before punctuation: there the longer end counts if it is one, else the shorter.
    /// </summary>
    private FragmentEnd FindEnd(int start)
    {
        FragmentEnd current = new(), previous = new();
        for (int i = start; i < count;)
        {
            SentenceMarks marks = At(i, out int length);
            if (current.HasTerminal && i > start)
            {
                if ((marks & (SentenceMarks.Terminal | SentenceMarks.CloseParenthesis | SentenceMarks.Emoticon)) == 0)
                {
                    break;
                }

                previous = current;
            }

            if (current.Advance(i, length, marks))
            {
                i = current.Limit;
            }
            else if (previous.HasTerminal)
            {
                return previous;
            }
            else
            {
                current = new();
            }
        }

        return current;
    }

    private SentenceFragment Describe(int start, FragmentEnd end)
    {
        if (!end.HasTerminal)
        {
            return new SentenceFragment(start, end.Limit, 0, -1);
        }

        int properties = HasTerminal | (HasMoreTerminals(end) ? HasSeveral : 0);
        for (int i = end.FirstClose; i < end.Limit; i++)
        {
            if ((At(i, out _) & SentenceMarks.CloseParenthesis) != 0)
            {
                properties |= HasCloseParenthesis | (_latestParenthesisIsOwn ? HasOwnCloseParenthesis : 0);
                break;
            }
        }

        return new SentenceFragment(start, end.Limit, properties, AdjustedTerminal(end));
    }
}
