namespace KerasCompat.Cli;

/// <summary>What the tool tells the shell.</summary>
internal static class ExitCode
{
    /// <summary>Everything is fine.</summary>
    public const int Fine = 0;

    /// <summary>The answer is no: a case fails, a change breaks callers, an op is not supported.</summary>
    public const int No = 1;

    /// <summary>The tool was used wrongly, or what it was given cannot be read.</summary>
    public const int Unusable = 2;

    /// <summary>Stopped by Ctrl+C: 128 + SIGINT, as shells expect.</summary>
    public const int Interrupted = 130;
}
