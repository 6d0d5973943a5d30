namespace KerasCompat.LoadBenchmarks.Models;

/// <summary>A folder for models, or for what is kept of them, gone after they were measured.</summary>
internal sealed class ModelFolder : IDisposable
{
    /// <summary>Its path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("kerascompat").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
