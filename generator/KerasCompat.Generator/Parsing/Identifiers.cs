using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasCompat.Generator.Parsing;

/// <summary>Makes C# names of keys, which may hold anything.</summary>
internal static class Identifiers
{
    /// <summary>Names longer than this make no editor happy; what follows is cut, and collisions are told apart by a number.</summary>
    private const int MaxLength = 120;

    /// <summary>The name of a parameter: <c>image_input</c> becomes <c>imageInput</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fallback">The name when the key has no character that a C# name can have.</param>
    public static string Camel(string key, string fallback) => Join(Words(key), fallback, LowerFirst);

    /// <summary>The name of a member: <c>image_input</c> becomes <c>ImageInput</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fallback">The name when the key has no character that a C# name can have.</param>
    public static string Pascal(string key, string fallback) => Join(Words(key), fallback, UpperFirst);

    /// <summary>A given name as the name of a member: its first letter a capital.</summary>
    public static string PascalOfGiven(string name) => UpperFirst(name);

    /// <summary>Whether a text can be a C# name, as it stands or behind an <c>@</c>.</summary>
    public static bool IsValid(string name) => SyntaxFacts.IsValidIdentifier(name) && !name.Any(IsIgnored);

    /// <summary>A name as code writes it: behind an <c>@</c> where C# has a keyword of that name.</summary>
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None
            ? $"@{name}"
            : name;

    private static string Join(List<string> words, string fallback, Func<string, string> first)
    {
        var name = new StringBuilder();
        foreach (string word in words)
        {
            name.Append(name.Length == 0 ? first(word) : UpperFirst(word));
            if (name.Length >= MaxLength)
            {
                name.Length = MaxLength;
                break;
            }
        }

        if (name.Length == 0)
        {
            return first(fallback);
        }

        return SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? name.ToString() : $"_{name}";
    }

    // Underscores end words as all other separators do; where digits would meet, one is kept: x_1_2 and x_12 are two names.
    private static List<string> Words(string key)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (char character in key)
        {
            if (character != '_' && SyntaxFacts.IsIdentifierPartCharacter(character) && !IsIgnored(character))
            {
                word.Append(character);
                continue;
            }

            End();
        }

        End();
        return words;

        void End()
        {
            if (word.Length == 0)
            {
                return;
            }

            bool digitsMeet = words.Count > 0 && char.IsDigit(word[0]) && char.IsDigit(words[words.Count - 1].Last());
            words.Add(digitsMeet ? $"_{word}" : word.ToString());
            word.Clear();
        }
    }

    // Format characters may stand in a C# name but do not count when names are compared, and nobody sees them.
    private static bool IsIgnored(char character) => CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format;

    // "URL" becomes "url" and "URLInput" becomes "urlInput", as in .NET's own JSON names.
    private static string LowerFirst(string word)
    {
        int capitals = 0;
        while (capitals < word.Length && char.IsUpper(word[capitals]))
        {
            capitals++;
        }

        int lowered = capitals > 1 && capitals < word.Length && char.IsLower(word[capitals]) ? capitals - 1 : capitals;
        return word.Substring(0, lowered).ToLowerInvariant() + word.Substring(lowered);
    }

    private static string UpperFirst(string word) =>
        word.Length == 0 ? word : word.Substring(0, 1).ToUpperInvariant() + word.Substring(1);
}
