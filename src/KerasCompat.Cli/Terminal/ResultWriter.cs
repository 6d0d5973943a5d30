using System.Text;
using Spectre.Console;

namespace KerasCompat.Cli.Terminal;

/// <summary>Where a command's result goes: standard output, or a file that appears when it is complete.</summary>
internal sealed class ResultWriter : IDisposable
{
    private const int FileWidth = 120;

    private readonly AtomicFile? _file;

    private ResultWriter(TextWriter writer, IAnsiConsole rich, AtomicFile? file)
    {
        Writer = writer;
        Rich = rich;
        _file = file;
    }

    /// <summary>Plain text.</summary>
    public TextWriter Writer { get; }

    /// <summary>Tables and, on a terminal, colours.</summary>
    public IAnsiConsole Rich { get; }

    /// <summary>Opens a file, or standard output where none is named.</summary>
    public static ResultWriter Open(ToolConsole console, string? path)
    {
        if (path is null)
        {
            return new ResultWriter(console.Out, console.Rich, null);
        }

        var file = new AtomicFile(path, overwrite: true);
        var writer = new StreamWriter(file.TemporaryPath, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        IAnsiConsole rich = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(new TrimmingWriter(writer)),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        rich.Profile.Width = FileWidth;
        return new ResultWriter(writer, rich, file);
    }

    /// <summary>Tells that the result is complete.</summary>
    public void Commit()
    {
        Writer.Flush();
        if (_file is not null)
        {
            Writer.Dispose();
            _file.Commit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_file is not null)
        {
            Writer.Dispose();
            _file.Dispose();
        }
    }
}
