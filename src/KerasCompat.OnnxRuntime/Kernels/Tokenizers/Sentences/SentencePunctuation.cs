using System.Globalization;
using System.Text;
using KerasCompat.OnnxRuntime.Kernels.Strings;

namespace KerasCompat.OnnxRuntime.Kernels.Tokenizers.Sentences;

/// <summary>
/// What a character can be at the end of a sentence: by Unicode's Line_Break, Sentence_Break, Dash and Hyphen (Unicode 15, from a resource
/// with a line for each set), and by the exceptions of tensorflow_text/core/kernels/sentence_breaking_utils.cc.
/// </summary>
internal static class SentencePunctuation
{
    private const int Ellipsis = 0x2026;

    private static readonly Lazy<Dictionary<string, CodePointSet>> Sets = new(Read);

    private static readonly CodePointSet MoreTerminals = Of(0x55C, 0x55E, 0x17D4, 0x37E, Ellipsis);
    private static readonly CodePointSet MoreClosing = Of('>', ']', '`', 0xFD3F, 0xFF02, 0xFF07);
    private static readonly CodePointSet MorePunctuation = Of('`', '<', '>', '~', 0x166D);

    /// <summary>What a character is.</summary>
    public static SentenceMarks Of(Rune rune)
    {
        int c = rune.Value;
        bool close = In("Close", c);
        return (In("SentenceTerminal", c) || MoreTerminals.Contains(c) ? SentenceMarks.Terminal : 0)
            | (c == Ellipsis ? SentenceMarks.Ellipsis : 0)
            | (close || In("Quotation", c) || MoreClosing.Contains(c) ? SentenceMarks.Close : 0)
            | (In("Open", c) || c is '<' or 0xFD3E ? SentenceMarks.OpenParenthesis : 0)
            | (close || c is '>' or 0xFD3F ? SentenceMarks.CloseParenthesis : 0)
            | (IsPunctuation(rune) || In("Dash", c) || MorePunctuation.Contains(c) ? SentenceMarks.Punctuation : 0);
    }

    /// <summary>Whether a character is of one of Unicode's categories of punctuation, as ICU's u_ispunct says.</summary>
    public static bool IsPunctuation(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.DashPunctuation or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.ConnectorPunctuation
        or UnicodeCategory.OtherPunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation;

    private static bool In(string set, int character) => Sets.Value[set].Contains(character);

    private static CodePointSet Of(params int[] characters) => CodePointSet.Of(characters.Select(c => (c, c)));

    private static Dictionary<string, CodePointSet> Read()
    {
        using Stream stream = typeof(SentencePunctuation).Assembly.GetManifestResourceStream("UnicodeBreaks.txt")!;
        using var reader = new StreamReader(stream);
        var sets = new Dictionary<string, CodePointSet>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            string[] parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            sets[parts[0]] = CodePointSet.Of(parts.Skip(1).Select(Range));
        }

        return sets;
    }

    private static (int First, int Last) Range(string text)
    {
        string[] bounds = text.Split('-');
        return (Hexadecimal(bounds[0]), Hexadecimal(bounds[^1]));
    }

    private static int Hexadecimal(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
