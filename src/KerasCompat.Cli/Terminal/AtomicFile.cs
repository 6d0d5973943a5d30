namespace KerasCompat.Cli.Terminal;

/// <summary>A file that comes into being whole or not at all: written under a temporary name beside its place, then renamed.</summary>
internal sealed class AtomicFile : IDisposable
{
    private readonly bool _overwrite;
    private bool _committed;

    /// <summary>A file that is to lie at a path.</summary>
    /// <param name="path">The path.</param>
    /// <param name="overwrite">Whether it may replace another.</param>
    /// <exception cref="UsageException">The folder does not exist, or the file does and must not be replaced.</exception>
    public AtomicFile(string path, bool overwrite)
    {
        Target = Path.GetFullPath(path);
        _overwrite = overwrite;
        string folder = Path.GetDirectoryName(Target) ?? throw new UsageException(path, "is not a file name", "Name a file.");
        if (!Directory.Exists(folder))
        {
            throw new UsageException(folder, "does not exist", "Make the folder first.");
        }

        if (Directory.Exists(Target))
        {
            throw new UsageException(path, "is a folder", "Name a file.");
        }

        if (!overwrite && File.Exists(Target))
        {
            throw new UsageException(path, "exists already", "Choose another name or give --force.");
        }

        TemporaryPath = Path.Combine(folder, $".{Path.GetFileName(Target)}.{Path.GetRandomFileName()}");
    }

    /// <summary>Where the file will lie.</summary>
    public string Target { get; }

    /// <summary>Where to write it.</summary>
    public string TemporaryPath { get; }

    /// <summary>Puts the finished file into its place.</summary>
    public void Commit()
    {
        try
        {
            File.Move(TemporaryPath, Target, _overwrite);
        }
        catch (IOException error) when (!_overwrite && File.Exists(Target))
        {
            throw new UsageException(Target, "exists already", "Choose another name or give --force.", error);
        }

        _committed = true;
    }

    /// <summary>Removes what was begun and not finished.</summary>
    public void Dispose()
    {
        if (!_committed)
        {
            File.Delete(TemporaryPath);
        }
    }
}
