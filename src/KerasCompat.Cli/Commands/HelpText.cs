using System.CommandLine;
using System.CommandLine.Help;

namespace KerasCompat.Cli.Commands;

/// <summary>The help that System.CommandLine makes, with the name under which the tool is installed.</summary>
internal static class HelpText
{
    /// <summary>The name under which the tool is installed.</summary>
    public const string ToolName = "kerascompat";

    private const int Width = 80;

    /// <summary>The help of the command that was asked for.</summary>
    public static string Of(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parsed.InvocationConfiguration.Output = text;
        new HelpAction { MaxWidth = Width }.Invoke(parsed);
        parsed.InvocationConfiguration.Output = output;
        // System.CommandLine names the executable file, which a .NET tool's user never sees.
        return text.ToString().Replace(RootCommand.ExecutableName, ToolName, StringComparison.Ordinal);
    }
}
