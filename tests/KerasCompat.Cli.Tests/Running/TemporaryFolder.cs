namespace KerasCompat.Cli.Tests.Running;

/// <summary>A folder of its own for a test, gone when the test is.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "kerascompat-" + Guid.NewGuid().ToString("n"));

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Copies a model of tests/models into the folder.</summary>
    public string CopyModel(string model, string name)
    {
        string source = TestModels.PathOf(model);
        string target = File(name);
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = System.IO.Path.Combine(target, System.IO.Path.GetRelativePath(source, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            System.IO.File.Copy(file, copy);
        }

        foreach (string file in new[] { source + ".cases.json" }.Where(System.IO.File.Exists))
        {
            System.IO.File.Copy(file, target + ".cases.json");
        }

        return target;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
