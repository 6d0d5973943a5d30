using System.Globalization;
using System.Text;

namespace KerasCompat.Generator.Emitting;

/// <summary>Writes strings as C# literals that hold exactly them, in characters that no reader can mistake.</summary>
internal static class Literals
{
    /// <summary>A string as a C# literal: everything but visible ASCII is escaped.</summary>
    public static string String(string value)
    {
        var text = new StringBuilder("\"");
        foreach (char unit in value)
        {
            _ = unit switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                >= ' ' and <= '~' => text.Append(unit),
                _ => text.Append("\\u").Append(((int)unit).ToString("x4", CultureInfo.InvariantCulture)),
            };
        }

        return text.Append('"').ToString();
    }
}
