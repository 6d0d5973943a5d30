using System.Globalization;
using System.Text;

namespace KerasCompat.OnnxRuntime.Kernels.Strings;

/// <summary>Unicode's one context that changes lower case without regard to language: a capital sigma at the end of a word (SpecialCasing.txt, Final_Sigma).</summary>
internal static class FinalSigma
{
    private const char Capital = 'Σ';

    public static string Apply(string original, string lower)
    {
        if (!original.Contains(Capital, StringComparison.Ordinal) || original.Length != lower.Length)
        {
            return lower;
        }

        var text = new StringBuilder(lower);
        for (int i = original.IndexOf(Capital, StringComparison.Ordinal); i >= 0; i = original.IndexOf(Capital, i + 1))
        {
            if (IsCased(original, i, -1) && !IsCased(original, i, 1))
            {
                text[i] = 'ς';
            }
        }

        return text.ToString();
    }

    /// <summary>Whether the next character that counts, in a direction, has case; marks and apostrophes in between do not count.</summary>
    private static bool IsCased(string text, int from, int step)
    {
        for (int i = from + step; i >= 0 && i < text.Length; i += step)
        {
            UnicodeCategory category = char.GetUnicodeCategory(text, i);
            if (text[i] is '\'' or '\u2019' or '.' or ':' or '\u00AD' || category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierSymbol)
            {
                continue;
            }

            return category is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter;
        }

        return false;
    }
}
