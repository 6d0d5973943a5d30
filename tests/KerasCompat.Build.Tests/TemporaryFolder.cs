namespace KerasCompat.Build;

/// <summary>A folder of a test's own, gone after it. Its name has a space and a letter outside ASCII, because users' folders have.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kerascompat modèle {Guid.NewGuid():N}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string this[string relativePath] => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, relativePath));

    public void Write(string relativePath, string text)
    {
        string path = this[relativePath];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public string Read(string relativePath) => File.ReadAllText(this[relativePath]);

    public bool Has(string relativePath) => File.Exists(this[relativePath]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
