using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

/// <summary>
/// Fragments of a text (tensorflow_text/core/kernels/sentence_fragmenter_v2.cc), which reads byte by byte: within a character it sees U+FFFD.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class TextFragmenter(ReadOnlyMemory<byte> text) : SentenceFragmenter(text.Length)
{
    protected override bool IsSkipped(int index)
    {
        Rune.DecodeFromUtf8(text.Span[index..], out Rune rune, out _);
        return Rune.IsWhiteSpace(rune);
    }

    protected override SentenceMarks At(int index, out int length)
    {
        length = 1;
        ReadOnlySpan<byte> rest = text.Span[index..];
        if (rest.IsEmpty)
        {
            return SentenceMarks.None;
        }

        Rune.DecodeFromUtf8(rest, out Rune rune, out int character);
        SentenceMarks marks = SentencePunctuation.Of(rune);
        length = (marks & (SentenceMarks.Terminal | SentenceMarks.Close)) != 0 ? character : 1;
        if (rest.StartsWith("..."u8))
        {
            marks |= SentenceMarks.Terminal | SentenceMarks.Ellipsis;
            length = 3;
        }

        if (rest.StartsWith("''"u8))
        {
            marks |= SentenceMarks.Close;
            length = 2;
        }

        if (AcronymLength(rest) is > 2 and int acronym)
        {
            marks = (marks & ~SentenceMarks.Terminal) | SentenceMarks.Acronym;
            length = acronym;
        }

        if (Emoticons.Match(rest) is > 0 and int emoticon)
        {
            marks = (marks & ~SentenceMarks.Terminal) | SentenceMarks.Emoticon;
            length = emoticon;
        }

        return marks;
    }

    protected override int LatestOpenParenthesis(int start, int limit)
    {
        for (int i = Math.Min(limit, Count - 1); i > start; i--)
        {
            if ((At(i, out _) & SentenceMarks.OpenParenthesis) != 0)
            {
                return i;
            }
        }

        return -1;
    }

    protected override int AdjustedTerminal(FragmentEnd end)
    {
        for (int i = end.FirstClose; i > end.FirstTerminal; i--)
        {
            if ((At(i, out _) & (SentenceMarks.Ellipsis | SentenceMarks.Emoticon)) != 0)
            {
                return i == end.FirstClose ? end.FirstTerminal : i;
            }
        }

        return end.FirstTerminal;
    }

    protected override bool HasMoreTerminals(FragmentEnd end)
    {
        int i = end.FirstTerminal;
        i += Whole(At(i, out int first), first);
        for (; i < end.FirstClose; i++)
        {
            SentenceMarks marks = At(i, out int length);
            if ((marks & (SentenceMarks.Punctuation | SentenceMarks.Ellipsis | SentenceMarks.Emoticon)) == SentenceMarks.Punctuation)
            {
                return true;
            }

            i += Whole(marks, length) - 1;
        }

        return false;
    }

    /// <summary>Ellipses and emoticons are gone over as a whole, all else byte by byte.</summary>
    private static int Whole(SentenceMarks marks, int length) => (marks & (SentenceMarks.Ellipsis | SentenceMarks.Emoticon)) != 0 ? length : 1;

    private static int AcronymLength(ReadOnlySpan<byte> rest)
    {
        int length = 0;
        while (length + 1 < rest.Length && rest[length] is >= (byte)'A' and <= (byte)'Z' && rest[length + 1] == '.')
        {
            length += 2;
        }

        return length;
    }
}
