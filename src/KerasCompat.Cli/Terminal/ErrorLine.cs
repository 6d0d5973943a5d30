using KerasCompat.Onnx;

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
        console.Error.WriteLine("kerascompat: " + Show.OneLine(Describe(error)));
        if (withStackTrace)
        {
            console.Error.WriteLine(error.ToString());
        }
    }

    /// <summary>An error in one sentence or two.</summary>
    /// <param name="error">The error.</param>
    public static string Describe(Exception error) => error switch
    {
        UnsupportedOpsException { Ops.Count: > 0 } unsupported => Describe(unsupported),
        UsageException or KerasCompatException => error.Message,
        IOException when IsBrokenPipe(error) => "standard output: was closed by its reader before everything was written. Nothing is wrong if that was meant.",
        FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or IOException => error.Message,
        _ => $"unexpected {error.GetType().Name}: {error.Message} Run again with --debug and report what it prints.",
    };

    /// <summary>A large model lacks the same op at hundreds of nodes: each op once, with its first node.</summary>
    private static string Describe(UnsupportedOpsException error)
    {
        IEnumerable<string> ops = error.Ops.GroupBy(op => (op.Op, op.Reason)).Select(nodes =>
            $"{nodes.Key.Op}{(nodes.Key.Reason.Length == 0 ? "" : $" ({nodes.Key.Reason})")} at {Show.Invariant(nodes.Count())} node{(nodes.Count() == 1 ? "" : "s")}, first '{nodes.First().Node}'");
        return $"the engine lacks ops that the signature needs: {string.Join("; ", ops)}. See 'kerascompat ops' for those that it has.";
    }

    /// <summary>EPIPE on Unix, ERROR_NO_DATA and ERROR_BROKEN_PIPE on Windows.</summary>
    private static bool IsBrokenPipe(Exception error) =>
        (error.HResult & 0xFFFF) is 32 or 109 or 232 && error.Message.Contains("pipe", StringComparison.OrdinalIgnoreCase);
}
