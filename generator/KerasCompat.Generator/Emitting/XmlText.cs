using System.Globalization;
using System.Text;

namespace KerasCompat.Generator.Emitting;

/// <summary>Writes text of a model into comments, where it may neither end the line, nor the comment, nor the XML.</summary>
internal static class XmlText
{
    /// <summary>A text as the content of an XML element on one line. What cannot be shown is written as <c>\u{1f}</c>.</summary>
    public static string Escape(string value)
    {
        var text = new StringBuilder();
        for (int i = 0; i < value.Length; i++)
        {
            char unit = value[i];
            if (char.IsHighSurrogate(unit) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                text.Append(unit).Append(value[++i]);
                continue;
            }

            _ = unit switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                _ when IsHidden(unit) => text.Append("\\u{").Append(((int)unit).ToString("x", CultureInfo.InvariantCulture)).Append('}'),
                _ => text.Append(unit),
            };
        }

        return text.ToString();
    }

    /// <summary>A text of a model as code in documentation.</summary>
    public static string Code(string value) => $"<c>{Escape(value)}</c>";

    private static bool IsHidden(char unit) => char.IsSurrogate(unit)
        || unit is '\ufffe' or '\uffff'
        || CharUnicodeInfo.GetUnicodeCategory(unit) is UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator;
}
