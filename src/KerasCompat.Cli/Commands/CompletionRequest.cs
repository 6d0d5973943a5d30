using System.CommandLine;
using System.Globalization;

namespace KerasCompat.Cli.Commands;

/// <summary>
/// A shell's question what could follow: <c>kerascompat "[suggest:15]" "kerascompat insp"</c>. System.CommandLine answers it, but knows
/// the tool by the name of its file, not by the one that a shell has.
/// </summary>
internal static class CompletionRequest
{
    private const string Start = "[suggest:";

    /// <summary>The arguments with the tool's name as System.CommandLine knows it; others as they are.</summary>
    public static string[] Normalized(string[] args)
    {
        if (args is not [var directive, var line]
            || !directive.StartsWith(Start, StringComparison.Ordinal)
            || !line.StartsWith(HelpText.ToolName, StringComparison.Ordinal)
            || !int.TryParse(directive.AsSpan(Start.Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out int position))
        {
            return args;
        }

        int longer = RootCommand.ExecutableName.Length - HelpText.ToolName.Length;
        return [$"{Start}{Show.Invariant(position + longer)}]", RootCommand.ExecutableName + line[HelpText.ToolName.Length..]];
    }
}
