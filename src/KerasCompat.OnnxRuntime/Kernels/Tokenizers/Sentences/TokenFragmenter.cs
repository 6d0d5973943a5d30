using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

/// <summary>Fragments of a text that was divided into tokens.</summary>
internal sealed class TokenFragmenter : SentenceFragmenter
{
    private const long EmoticonProperty = 0x80;
    private const long AcronymProperty = 0x100;

    private readonly SentenceMarks[] _marks;

    /// <param name="words">The tokens.</param>
    /// <param name="properties">For each TensorFlow Text's bits: 128 that it is an emoticon, 256 that it is an acronym.</param>
    public TokenFragmenter(ReadOnlySpan<ReadOnlyMemory<byte>> words, ReadOnlySpan<long> properties)
        : base(words.Length)
    {
        _marks = new SentenceMarks[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            ReadOnlySpan<byte> word = words[i].Span;
            _marks[i] = OfWord(word)
                | ((properties[i] & EmoticonProperty) != 0 ? SentenceMarks.Emoticon : 0)
                | ((properties[i] & AcronymProperty) != 0 && word[^1] == '.' ? SentenceMarks.Acronym : 0);
        }
    }

    protected override SentenceMarks At(int index, out int length)
    {
        length = 1;
        return _marks[index];
    }

    protected override int LatestOpenParenthesis(int start, int limit)
    {
        int found = Array.FindLastIndex(_marks, limit - 1, limit - start, marks => (marks & SentenceMarks.OpenParenthesis) != 0);
        return found;
    }

    protected override int AdjustedTerminal(FragmentEnd end)
    {
        for (int i = end.FirstClose; i > end.FirstTerminal; i--)
        {
            if ((_marks[i - 1] & (SentenceMarks.Ellipsis | SentenceMarks.Emoticon)) != 0)
            {
                return i == end.FirstClose ? end.FirstTerminal : i;
            }
        }

        return end.FirstTerminal;
    }

    protected override bool HasMoreTerminals(FragmentEnd end)
    {
        for (int i = end.FirstTerminal + 1; i < end.FirstClose; i++)
        {
            if ((_marks[i] & (SentenceMarks.Punctuation | SentenceMarks.Ellipsis | SentenceMarks.Emoticon)) == SentenceMarks.Punctuation)
            {
                return true;
            }
        }

        return false;
    }

    private static SentenceMarks OfWord(ReadOnlySpan<byte> word)
    {
        KernelContext.Require(!word.IsEmpty, "a token of a sentence is empty");
        if (word.SequenceEqual("..."u8))
        {
            return SentenceMarks.Terminal | SentenceMarks.Ellipsis;
        }

        if (word.SequenceEqual("''"u8))
        {
            return SentenceMarks.Close;
        }

        Rune.DecodeFromUtf8(word, out Rune rune, out int length);
        return length == word.Length ? SentencePunctuation.Of(rune) : SentenceMarks.None;
    }
}
