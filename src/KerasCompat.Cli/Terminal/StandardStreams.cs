using Microsoft.Win32.SafeHandles;

namespace KerasCompat.Cli.Terminal;

/// <summary>Standard output that tells when its reader has gone.</summary>
internal static class StandardStreams
{
    private const int StandardOutput = 1;

    /// <summary>
    /// Standard output. <see cref="Console.OpenStandardOutput()"/> swallows a broken pipe on Unix, and a tool that goes on writing
    /// into nothing then reports success; a file stream on the same descriptor reports it.
    /// </summary>
    public static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        try
        {
            var stream = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            // A file stream keeps a position of its own, which is wrong for a file that others append to as well.
            return stream.CanSeek ? Console.OpenStandardOutput() : stream;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Console.OpenStandardOutput();
        }
    }
}
