using KerasCompat.SavedModel.Checkpoints;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>The files of a model's weights, each mapped into memory when the first of its weights is asked for.</summary>
/// <param name="folder">The folder of the files.</param>
internal sealed class WeightFiles(string folder) : IDisposable
{
    private readonly Dictionary<string, Shard> _files = [];

    /// <summary>The file of a weight, which lies in it whole.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="weight">The name of the weight, for messages.</param>
    /// <param name="offset">Its first byte in the file.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <exception cref="ModelFormatException">The file is missing or too short.</exception>
    public Shard Find(string name, string weight, long offset, long length)
    {
        if (!_files.TryGetValue(name, out Shard? file))
        {
            // Names come from entries that anybody may have written: none leads out of the folder.
            file = new Shard(Path.Combine(folder, Path.GetFileName(name)));
            _files.Add(name, file);
        }

        return offset >= 0 && length >= 0 && offset <= file.Length - length
            ? file
            : throw CheckpointErrors.OutsideOfFile(file, weight, offset, length);
    }

    public void Dispose()
    {
        foreach (Shard file in _files.Values)
        {
            file.Dispose();
        }
    }
}
