using System.Collections.Concurrent;
using System.Globalization;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>The sets of characters that RE2's patterns name (github.com/google/re2/wiki/Syntax).</summary>
internal static class UnicodeSets
{
    private static readonly ConcurrentDictionary<string, CodePointSet> Categories = new(StringComparer.Ordinal);

    /// <summary>The set of <c>\d</c>, <c>\w</c> or <c>\s</c>: ASCII only.</summary>
    public static CodePointSet Perl(char letter) => letter switch
    {
        'd' => CodePointSet.Of(('0', '9')),
        'w' => CodePointSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z'), ('_', '_')),
        _ => CodePointSet.Of(('\t', '\n'), ('\f', '\r'), (' ', ' ')),
    };

    /// <summary>The set of <c>[:name:]</c>; null when there is none of that name.</summary>
    public static CodePointSet? Posix(string name) => name switch
    {
        "alnum" => CodePointSet.Of(('0', '9'), ('A', 'Z'), ('a', 'z')),
        "alpha" => CodePointSet.Of(('A', 'Z'), ('a', 'z')),
        "ascii" => CodePointSet.Of((0, 0x7F)),
        "blank" => CodePointSet.Of(('\t', '\t'), (' ', ' ')),
        "cntrl" => CodePointSet.Of((0, 0x1F), (0x7F, 0x7F)),
        "digit" => Perl('d'),
        "graph" => CodePointSet.Of(('!', '~')),
        "lower" => CodePointSet.Of(('a', 'z')),
        "print" => CodePointSet.Of((' ', '~')),
        "punct" => CodePointSet.Of(('!', '/'), (':', '@'), ('[', '`'), ('{', '~')),
        "space" => CodePointSet.Of(('\t', '\r'), (' ', ' ')),
        "upper" => CodePointSet.Of(('A', 'Z')),
        "word" => Perl('w'),
        "xdigit" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
        _ => null,
    };

    /// <summary>The set of <c>\p{name}</c>: a category such as <c>Lu</c>, a group of them such as <c>L</c>, or <c>Any</c>; null for others.</summary>
    public static CodePointSet? Category(string name)
    {
        if (name == "Any")
        {
            return CodePointSet.All;
        }

        if (name.Length is not (1 or 2) || !Abbreviations.Values.Any(a => a.StartsWith(name, StringComparison.Ordinal)))
        {
            return null;
        }

        return Categories.GetOrAdd(name, Find);
    }

    private static Dictionary<UnicodeCategory, string> Abbreviations { get; } = new()
    {
        [UnicodeCategory.UppercaseLetter] = "Lu",
        [UnicodeCategory.LowercaseLetter] = "Ll",
        [UnicodeCategory.TitlecaseLetter] = "Lt",
        [UnicodeCategory.ModifierLetter] = "Lm",
        [UnicodeCategory.OtherLetter] = "Lo",
        [UnicodeCategory.NonSpacingMark] = "Mn",
        [UnicodeCategory.SpacingCombiningMark] = "Mc",
        [UnicodeCategory.EnclosingMark] = "Me",
        [UnicodeCategory.DecimalDigitNumber] = "Nd",
        [UnicodeCategory.LetterNumber] = "Nl",
        [UnicodeCategory.OtherNumber] = "No",
        [UnicodeCategory.SpaceSeparator] = "Zs",
        [UnicodeCategory.LineSeparator] = "Zl",
        [UnicodeCategory.ParagraphSeparator] = "Zp",
        [UnicodeCategory.Control] = "Cc",
        [UnicodeCategory.Format] = "Cf",
        [UnicodeCategory.PrivateUse] = "Co",
        [UnicodeCategory.ConnectorPunctuation] = "Pc",
        [UnicodeCategory.DashPunctuation] = "Pd",
        [UnicodeCategory.OpenPunctuation] = "Ps",
        [UnicodeCategory.ClosePunctuation] = "Pe",
        [UnicodeCategory.InitialQuotePunctuation] = "Pi",
        [UnicodeCategory.FinalQuotePunctuation] = "Pf",
        [UnicodeCategory.OtherPunctuation] = "Po",
        [UnicodeCategory.MathSymbol] = "Sm",
        [UnicodeCategory.CurrencySymbol] = "Sc",
        [UnicodeCategory.ModifierSymbol] = "Sk",
        [UnicodeCategory.OtherSymbol] = "So",
    };

    private static CodePointSet Find(string name)
    {
        var ranges = new List<(int First, int Last)>();
        for (int codePoint = 0; codePoint <= CodePointSet.Last; codePoint++)
        {
            if (!Abbreviations.TryGetValue(CharUnicodeInfo.GetUnicodeCategory(codePoint), out string? category) || !category.StartsWith(name, StringComparison.Ordinal))
            {
                continue;
            }

            if (ranges.Count > 0 && ranges[^1].Last == codePoint - 1)
            {
                ranges[^1] = (ranges[^1].First, codePoint);
            }
            else
            {
                ranges.Add((codePoint, codePoint));
            }
        }

        return CodePointSet.Of(ranges);
    }
}
