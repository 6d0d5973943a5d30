namespace KerasCompat.Cli.Terminal;

/// <summary>An error as the tool shows it: one line on standard error that names the file, what was wrong and what to do.</summary>
internal static class ErrorLine
{
    /// <summary>Writes an error.</summary>
    /// <param name="console">The console.</param>
    /// <param name="error">The error.</param>
    /// <param name="withStackTrace">Whether everything that is known is wanted (<c>--debug</c>).</param>
    public static void Write(ToolConsole console, Exception error, bool withStackTrace = false)
    {
        console.Error.WriteLine("kerascompat: " + Text.OneLine(Describe(error)));
        if (withStackTrace)
        {
            console.Error.WriteLine(error.ToString());
        }
    }

    private static string Describe(Exception error) => error switch
    {
        UsageException or KerasCompatException => error.Message,
        IOException when IsBrokenPipe(error) => "standard output: was closed by its reader before everything was written. Nothing is wrong if that was meant.",
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or IOException => error.Message,
        _ => $"unexpected {error.GetType().Name}: {error.Message} Run again with --debug and report what it prints.",
    };

    /// <summary>EPIPE on Unix, ERROR_NO_DATA and ERROR_BROKEN_PIPE on Windows.</summary>
    private static bool IsBrokenPipe(Exception error) =>
        (error.HResult & 0xFFFF) is 32 or 109 or 232 && error.Message.Contains("pipe", StringComparison.OrdinalIgnoreCase);
}
