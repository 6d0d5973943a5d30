using Spectre.Console;

namespace KerasCompat.Cli.Terminal;

/// <summary>Lines that programs read or people copy: however long, they stay one line.</summary>
internal static class UnbrokenLine
{
    /// <summary>Writes a line.</summary>
    /// <param name="console">Where it goes.</param>
    /// <param name="markup">The line, in Spectre's markup.</param>
    public static void WriteUnbroken(this IAnsiConsole console, string markup)
    {
        int width = console.Profile.Width;
        console.Profile.Width = int.MaxValue / 2;
        console.MarkupLine(markup);
        console.Profile.Width = width;
    }
}
