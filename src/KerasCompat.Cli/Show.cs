using System.Globalization;

namespace KerasCompat.Cli;

/// <summary>Numbers as the tool writes them: the same on every machine.</summary>
internal static class Show
{
    /// <summary>A value in the invariant culture.</summary>
    public static string Invariant<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>A value in the invariant culture, in a format.</summary>
    public static string Invariant<T>(T value, string format)
        where T : IFormattable => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>A number of things: <c>1 variable</c>, <c>1,024 variables</c>.</summary>
    public static string Count(long count, string thing) => $"{Invariant(count, "N0")} {thing}{(count == 1 ? "" : "s")}";

    /// <summary>An error: three digits, <c>0</c> for none, <c>inf</c> and <c>nan</c> as NumPy writes them.</summary>
    public static string Error(double value) => value switch
    {
        0 => "0",
        double.PositiveInfinity => "inf",
        _ when double.IsNaN(value) => "nan",
        _ => Invariant(value, "0.##e+0"),
    };

    /// <summary>
    /// A text on one line, without control characters and without those that turn the direction of writing, so that a model's names
    /// can stand in a table or a terminal and do nothing there.
    /// </summary>
    public static string OneLine(string text)
    {
        if (!text.Any(IsHarmful))
        {
            return text;
        }

        string[] words = string.Concat(text.Select(c => IsHarmful(c) ? ' ' : c)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words);
    }

    /// <summary>A number of bytes as a person reads it: <c>14.3 MB</c>.</summary>
    public static string Bytes(long count) => count switch
    {
        < 1_000 => $"{Invariant(count)} B",
        < 1_000_000 => $"{Invariant(count / 1e3, "0.#")} kB",
        < 1_000_000_000 => $"{Invariant(count / 1e6, "0.#")} MB",
        _ => $"{Invariant(count / 1e9, "0.##")} GB",
    };

    private static bool IsHarmful(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
