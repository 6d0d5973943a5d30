using System.Text;

namespace KerasCompat.Build;

/// <summary>Escapes what MSBuild would take for its own syntax in items and metadata: the characters of its documentation's "special characters".</summary>
internal static class MSBuildText
{
    private static readonly char[] Special = [.. "%$@'();?*"];

    /// <summary>A text that MSBuild reads back as <paramref name="text"/>.</summary>
    public static string Escape(string text)
    {
        if (text.IndexOfAny(Special) < 0)
        {
            return text;
        }

        var escaped = new StringBuilder(text.Length + 8);
        foreach (char letter in text)
        {
            escaped.Append(Special.Contains(letter) ? $"%{(int)letter:x2}" : letter.ToString());
        }

        return escaped.ToString();
    }
}
