namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

/// <summary>An end of a sentence as far as it was read: punctuation that ends one, then what closes.</summary>
internal struct FragmentEnd()
{
    private bool _closing;

    /// <summary>The first punctuation that ends; -1 before there is any.</summary>
    public int FirstTerminal { get; private set; } = -1;

    /// <summary>The first that closes, or what comes behind the punctuation as long as nothing closes.</summary>
    public int FirstClose { get; private set; } = -1;

    /// <summary>What comes behind all that was read.</summary>
    public int Limit { get; private set; } = -1;

    public readonly bool HasTerminal => FirstTerminal >= 0;

    /// <summary>Reads on; false when what comes next does not belong to the end.</summary>
    /// <param name="index">Where it is.</param>
    /// <param name="length">How far it goes.</param>
    /// <param name="marks">What it is.</param>
    public bool Advance(int index, int length, SentenceMarks marks)
    {
        if (!HasTerminal)
        {
            if ((marks & (SentenceMarks.Terminal | SentenceMarks.Acronym | SentenceMarks.Emoticon)) != 0)
            {
                FirstTerminal = index;
            }
        }
        else if (_closing)
        {
            if ((marks & (SentenceMarks.Close | SentenceMarks.Ellipsis | SentenceMarks.Emoticon)) == 0)
            {
                return false;
            }
        }
        else if ((marks & (SentenceMarks.Terminal | SentenceMarks.Emoticon)) == 0)
        {
            if ((marks & SentenceMarks.Close) == 0)
            {
                return false;
            }

            FirstClose = index;
            _closing = true;
        }

        Limit = index + length;
        if (HasTerminal && !_closing)
        {
            FirstClose = Limit;
        }

        return true;
    }
}
