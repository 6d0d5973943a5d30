namespace KerasCompat.Testing;

/// <summary>A folder of a test's own, gone after it. Its name has a space and a letter outside ASCII, because users' folders have.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kerascompat modèle {Guid.NewGuid():N}");

    /// <summary>The path of a file or folder in it, whether or not that exists.</summary>
    public string this[string relativePath] => System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, relativePath));

    public string Write(string relativePath, string text)
    {
        File.WriteAllText(Prepared(relativePath), text);
        return this[relativePath];
    }

    public string Write(string relativePath, byte[] content)
    {
        File.WriteAllBytes(Prepared(relativePath), content);
        return this[relativePath];
    }

    public string Read(string relativePath) => File.ReadAllText(this[relativePath]);

    public bool Has(string relativePath) => File.Exists(this[relativePath]);

    /// <summary>Copies a model of tests/models, with the calls recorded beside it.</summary>
    public string CopyModel(string model, string relativePath)
    {
        string source = TestModels.PathOf(model);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            File.Copy(file, Prepared(System.IO.Path.Combine(relativePath, System.IO.Path.GetRelativePath(source, file))));
        }

        if (File.Exists(source + ".cases.json"))
        {
            File.Copy(source + ".cases.json", this[relativePath] + ".cases.json");
        }

        return this[relativePath];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string Prepared(string relativePath)
    {
        string path = this[relativePath];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }
}
