using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Protos;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>
/// The weights of a SavedModel: TensorFlow's checkpoint of version 2 (<c>variables/variables.index</c> and its data files, which are
/// mapped into memory and read where they lie).
/// </summary>
/// <remarks>
/// Thread-safe, except that no tensor may be read while the checkpoint is disposed. The files must not be shortened while they are open.
/// </remarks>
public sealed class Checkpoint : IDisposable
{
    /// <summary>TensorFlow numbers data files with 5 digits.</summary>
    private const int MaxShards = 99_999;

    private readonly CheckpointIndex _index;
    private readonly Shard?[] _shards;
    private readonly Dictionary<string, CheckpointTensor> _tensors = new(StringComparer.Ordinal);

    private Checkpoint(CheckpointIndex index)
    {
        _index = index;
        _shards = new Shard?[index.Header.NumShards];
    }

    /// <summary>The keys of the variables, sorted (ordinal): <c>layer_with_weights-0/kernel/.ATTRIBUTES/VARIABLE_VALUE</c>.</summary>
    public IReadOnlyCollection<string> Keys => _index.Keys;

    internal IReadOnlyCollection<CheckpointTensor> Tensors => _tensors.Values;

    /// <summary>The folder of the index and the data files.</summary>
    public string Folder => Path.GetDirectoryName(_index.Path)!;

    /// <summary>Opens the checkpoint of a model.</summary>
    /// <param name="modelFolder">The folder of the model.</param>
    /// <returns>Null when the model has none: one without variables needs none.</returns>
    /// <exception cref="ModelFormatException">
    /// The checkpoint is damaged; a data file is not there, or too short for the variables that it must hold.
    /// </exception>
    public static Checkpoint? Open(string modelFolder)
    {
        string folder = Path.Combine(modelFolder, ModelPath.VariablesFolder);
        string indexPath = Path.Combine(folder, ModelPath.VariablesIndex);
        if (!File.Exists(indexPath) && !(Directory.Exists(folder) && Directory.EnumerateFiles(folder, "variables.*").Any()))
        {
            return null;
        }

        CheckpointIndex index = CheckpointIndex.Read(indexPath);
        if (index.Header.NumShards > MaxShards)
        {
            throw CheckpointErrors.Damaged(index.Path, null, $"the index names {index.Header.NumShards} data files");
        }

        var checkpoint = new Checkpoint(index);
        try
        {
            foreach (string key in index.Keys)
            {
                checkpoint._tensors.Add(key, checkpoint.Tensor(key, index.Entry(key)));
            }

            return checkpoint;
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>The variable of a key, or null when there is none.</summary>
    /// <param name="key">The key.</param>
    public CheckpointTensor? TryGet(string key) => _tensors.GetValueOrDefault(key);

    /// <summary>A variable that must be there.</summary>
    /// <param name="key">Its key.</param>
    /// <exception cref="ModelFormatException">There is none of this key.</exception>
    public CheckpointTensor Get(string key) => TryGet(key)
        ?? throw CheckpointErrors.Variable(_index.Path, key, "the graph needs this variable, which the checkpoint does not hold");

    /// <summary>Copies bytes out of a data file; not compared with a checksum.</summary>
    /// <param name="shardFile">The name of the data file, as <see cref="CheckpointTensor.ShardFile"/> gives it.</param>
    /// <param name="offset">The first byte.</param>
    /// <param name="length">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such file, or the bytes do not lie within it.</exception>
    public ReadOnlyMemory<byte> ReadBytes(string shardFile, long offset, int length) => MapBytes(shardFile, offset, length).ToArray();

    /// <summary>Bytes of a data file where they lie, until the checkpoint is disposed; not compared with a checksum.</summary>
    internal ReadOnlyMemory<byte> MapBytes(string shardFile, long offset, int length)
    {
        Shard shard = Array.Find(_shards, candidate => candidate is not null && Path.GetFileName(candidate.Path) == shardFile)
            ?? throw new ArgumentOutOfRangeException(nameof(shardFile), shardFile, "The checkpoint has no such data file.");
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, shard.Length - length);
        return new MappedBytes(shard, offset, length).Memory;
    }

    /// <summary>Reads every variable and compares it with its checksum.</summary>
    /// <param name="progress">Told the number of bytes checked so far.</param>
    /// <param name="cancellationToken">Stops between two variables.</param>
    /// <exception cref="ModelFormatException">A variable is not what was written; the message names it and its file.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void VerifyChecksums(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        long done = 0;
        foreach (CheckpointTensor tensor in _tensors.Values)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tensor.Verify();
            done += tensor.Length;
            progress?.Report(done);
        }
    }

    /// <summary>Releases the data files. Spans and addresses of the variables are invalid from then on.</summary>
    public void Dispose()
    {
        foreach (Shard? shard in _shards)
        {
            shard?.Dispose();
        }
    }

    private CheckpointTensor Tensor(string key, BundleEntryProto entry)
    {
        (DType dtype, TensorShape shape) = (entry.DType, entry.Shape);
        if (!shape.IsFullyKnown || TensorProtoUnpacking.ElementCount(shape) is not { } count || count > long.MaxValue / 16)
        {
            throw CheckpointErrors.Variable(_index.Path, key, $"the shape {shape} is impossible");
        }

        int elementSize = dtype.Size();
        bool swapBytes = _index.Header.IsBigEndian && elementSize > 1;
        CheckpointPart[] parts = entry.Slices.Count == 0
            ? [Part(key, entry, [.. shape.Dimensions.Select(size => (0L, size))], elementSize)]
            : [.. entry.Slices.Select(slice => Slice(key, slice, shape, elementSize))];
        if (!AddUp(parts, count))
        {
            throw CheckpointErrors.Variable(_index.Path, key, $"its slices do not add up to its shape {shape}");
        }

        return new CheckpointTensor(key, dtype, shape, count, parts, swapBytes);
    }

    private static bool AddUp(CheckpointPart[] parts, long count)
    {
        foreach (CheckpointPart part in parts)
        {
            if (part.ElementCount > count)
            {
                return false;
            }

            count -= part.ElementCount;
        }

        return count == 0;
    }

    private CheckpointPart Slice(string key, TensorSliceProto slice, TensorShape shape, int elementSize)
    {
        if (slice.Extent.Count != shape.Rank || elementSize == 0)
        {
            throw CheckpointErrors.Variable(_index.Path, key, $"a slice of {slice.Extent.Count} dimensions does not fit its shape {shape}");
        }

        (long Start, long Length)[] stated = [.. slice.Extent];
        (long Start, long Length)[] extents = [.. stated.Zip(shape.Dimensions, (extent, size) => extent.Length < 0 ? (0L, size) : extent)];
        for (int i = 0; i < extents.Length; i++)
        {
            if (extents[i].Start < 0 || extents[i].Length > shape.Dimensions[i] || extents[i].Start > shape.Dimensions[i] - extents[i].Length)
            {
                throw CheckpointErrors.Variable(_index.Path, key, $"the slice {string.Join(" ", stated)} lies outside of its shape {shape}");
            }
        }

        return Part(key, _index.Slice(key, stated), extents, elementSize);
    }

    private CheckpointPart Part(string key, BundleEntryProto entry, IReadOnlyList<(long Start, long Length)> extents, int elementSize)
    {
        Shard shard = ShardOf(key, entry.ShardId);
        if (entry.Offset < 0 || entry.Size < 0 || entry.Size > shard.Length || entry.Offset > shard.Length - entry.Size)
        {
            throw CheckpointErrors.OutsideOfFile(shard, key, entry.Offset, entry.Size);
        }

        var part = new CheckpointPart(shard, entry.Offset, entry.Size, entry.Crc32C, extents);
        return elementSize == 0 || part.ElementCount * elementSize == entry.Size
            ? part
            : throw CheckpointErrors.Variable(_index.Path, key, $"{entry.Size} bytes are stored for {part.ElementCount} elements of {elementSize} bytes");
    }

    private Shard ShardOf(string key, int number)
    {
        if (number < 0 || number >= _shards.Length)
        {
            throw CheckpointErrors.Variable(_index.Path, key, $"it lies in data file {number} of {_shards.Length}");
        }

        return _shards[number] ??= new Shard(Path.ChangeExtension(
            _index.Path,
            string.Create(CultureInfo.InvariantCulture, $"data-{number:D5}-of-{_shards.Length:D5}")));
    }
}
