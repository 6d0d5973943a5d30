using System.Globalization;
using System.Text;
using Spectre.Console;

namespace KerasCompat.Cli.Terminal;

/// <summary>
/// Where the tool reads and writes. Results go to <see cref="Out"/> and <see cref="Rich"/>, everything that is about the work
/// (errors, progress) to <see cref="Error"/> and <see cref="Progress"/>, so that a pipe gets nothing but the result.
/// </summary>
internal sealed class ToolConsole
{
    private const int DefaultWidth = 80;

    /// <summary>A console on the given streams.</summary>
    /// <param name="input">Standard input.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="outputIsTerminal">Whether a person reads the output as it comes.</param>
    /// <param name="errorIsTerminal">Whether a person reads the errors as they come.</param>
    public ToolConsole(Stream input, TextWriter output, TextWriter error, bool outputIsTerminal, bool errorIsTerminal)
    {
        Input = input;
        Out = output;
        Error = error;
        Rich = Decorated(output, outputIsTerminal);
        Progress = Decorated(error, errorIsTerminal);
        OutputIsTerminal = outputIsTerminal;
        ShowsProgress = !IsPlain(errorIsTerminal, Environment.GetEnvironmentVariable);
    }

    /// <summary>Standard input, as bytes.</summary>
    public Stream Input { get; }

    /// <summary>Standard output, as plain text.</summary>
    public TextWriter Out { get; }

    /// <summary>Standard error, as plain text.</summary>
    public TextWriter Error { get; }

    /// <summary>Standard output with tables and, on a terminal, colours.</summary>
    public IAnsiConsole Rich { get; }

    /// <summary>Standard error with progress bars.</summary>
    public IAnsiConsole Progress { get; }

    /// <summary>Whether a person reads the output as it comes. Lines that come one by one and a progress bar would then disturb each other.</summary>
    public bool OutputIsTerminal { get; }

    /// <summary>Whether progress bars are seen by anybody.</summary>
    public bool ShowsProgress { get; }

    /// <summary>The console of this process.</summary>
    public static ToolConsole OfProcess()
    {
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected)
        {
            // A Windows console shows bytes in the code page of its language unless told otherwise.
            Console.OutputEncoding = Encoding.UTF8;
        }

        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var output = new StreamWriter(StandardStreams.OpenOutput(), utf8, bufferSize: 16 * 1024) { AutoFlush = !Console.IsOutputRedirected };
        var error = new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true };
        return new ToolConsole(Console.OpenStandardInput(), output, error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);
    }

    /// <summary>
    /// Writes out what is still held back. A reader that has gone was told of before; nothing is left to say then.
    /// </summary>
    public void Close()
    {
        try
        {
            Out.Flush();
        }
        catch (IOException)
        {
            // The pipe is closed: the same exception has already ended the command.
        }
    }

    /// <summary>Whether output has no colours and nothing that moves: to a file or pipe, or because the user said so (no-color.org).</summary>
    /// <param name="isTerminal">Whether the output is a terminal.</param>
    /// <param name="variable">The value of an environment variable.</param>
    public static bool IsPlain(bool isTerminal, Func<string, string?> variable) =>
        !isTerminal || !string.IsNullOrEmpty(variable("NO_COLOR")) || variable("TERM") == "dumb";

    private static IAnsiConsole Decorated(TextWriter writer, bool isTerminal)
    {
        bool plain = IsPlain(isTerminal, Environment.GetEnvironmentVariable);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(isTerminal ? writer : new TrimmingWriter(writer)),
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
        });
        console.Profile.Width = Width(isTerminal);
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static int Width(bool isTerminal)
    {
        if (int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns > 0)
        {
            return Math.Max(columns, 40);
        }

        return isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : DefaultWidth;
    }
}
