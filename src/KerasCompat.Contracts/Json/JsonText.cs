using System.Globalization;
using System.Text;

namespace KerasCompat.Contracts.Json;

/// <summary>Writes JSON strings so that they read back the same, survive UTF-8, and show what they hold.</summary>
internal static class JsonText
{
    /// <summary>A string as JSON.</summary>
    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        AppendQuoted(text, value);
        return text.ToString();
    }

    /// <summary>Appends a string as JSON.</summary>
    public static void AppendQuoted(StringBuilder text, string value)
    {
        text.Append('"');
        for (int i = 0; i < value.Length; i++)
        {
            char unit = value[i];
            if (unit is '"' or '\\')
            {
                text.Append('\\').Append(unit);
            }
            else if (char.IsHighSurrogate(unit) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                text.Append(unit).Append(value[++i]);
            }
            else if (char.IsSurrogate(unit) || IsInvisible(unit))
            {
                text.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(unit);
            }
        }

        text.Append('"');
    }

    /// <summary>
    /// Control and format characters, line separators and bidirectional overrides: in a reviewed file they would hide what a name says.
    /// Fixed ranges, because Unicode's categories differ between the runtimes that write contracts.
    /// </summary>
    private static bool IsInvisible(char unit) => unit is < ' '
        or (>= '\u007f' and <= '\u009f')
        or '\u00ad'
        or '\u061c'
        or (>= '\u200b' and <= '\u200f')
        or (>= '\u2028' and <= '\u202e')
        or (>= '\u2060' and <= '\u206f')
        or '\ufeff'
        or (>= '\ufff9' and <= '\ufffb')
        or '\ufffe'
        or '\uffff';
}
