namespace KerasCompat.BuildBenchmarks;

/// <summary>A folder for the projects that are measured, outside the repository, whose build files are none of theirs.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kerascompat-builds-");

    /// <summary>A folder in it.</summary>
    public string this[string name] => Directory.CreateDirectory(Path.Combine(_folder.FullName, name)).FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
