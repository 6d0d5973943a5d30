using System.Text;
using KerasCompat.SavedModel.Checkpoints.Table;
using KerasCompat.SavedModel.Protos;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>The index of a checkpoint: which variables there are, and where they lie (tensorflow/core/util/tensor_bundle).</summary>
internal sealed class CheckpointIndex
{
    /// <summary>The index of a model with a million variables is far smaller.</summary>
    private const int MaxLength = 512 * 1024 * 1024;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, BundleEntryProto> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BundleEntryProto> _slices = new(StringComparer.Ordinal);

    private CheckpointIndex(string path) => Path = path;

    public string Path { get; }

    public BundleHeaderProto Header { get; private set; } = new(0, false);

    /// <summary>The keys of the variables, sorted.</summary>
    public string[] Keys { get; private set; } = [];

    public static CheckpointIndex Read(string path)
    {
        if (!File.Exists(path))
        {
            throw CheckpointErrors.Missing(path);
        }

        var index = new CheckpointIndex(path);
        new TableReader(path, ReadFile(path)).ReadAll(index.Add);
        index.Keys = index._entries.SortedKeys();
        return index.Header.NumShards > 0 ? index : throw CheckpointErrors.Damaged(path, null, "the index has no header");
    }

    /// <summary>The entry of a variable.</summary>
    public BundleEntryProto Entry(string key) => _entries[key];

    /// <summary>The entry of a slice of a partitioned variable.</summary>
    public BundleEntryProto Slice(string key, IReadOnlyList<(long Start, long Length)> extents) =>
        _slices.TryGetValue(Encoding.Latin1.GetString(SliceKey.Encode(key, extents)), out BundleEntryProto? entry)
            ? entry
            : throw CheckpointErrors.Variable(Path, key, $"the slice {string.Join(" ", extents)} is not in the index");

    private static byte[] ReadFile(string path)
    {
        using FileStream file = ModelPath.Open(path);
        if (file.Length > MaxLength)
        {
            throw CheckpointErrors.Damaged(path, null, $"the index is {file.Length} bytes long, more than any checkpoint needs");
        }

        try
        {
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException exception)
        {
            throw ModelPath.Unreadable(path, exception);
        }
    }

    private void Add(ReadOnlySpan<byte> key, ReadOnlyMemory<byte> value)
    {
        try
        {
            var reader = new WireReader(WireSlice.Of(value, Path));
            if (key.IsEmpty)
            {
                Header = BundleHeaderProto.Read(reader);
            }
            else if (key[0] == SliceKey.Mark)
            {
                _slices[Encoding.Latin1.GetString(key)] = reader.ReadAll(new BundleEntryProto());
            }
            else
            {
                _entries[Utf8.GetString(key)] = reader.ReadAll(new BundleEntryProto());
            }
        }
        catch (Exception exception) when (exception is ModelFormatException or DecoderFallbackException)
        {
            string problem = (exception as ModelFormatException)?.Problem ?? exception.Message.TrimEnd('.');
            throw CheckpointErrors.Damaged(Path, null, $"the entry '{Encoding.Latin1.GetString(key)}' is damaged: {problem}");
        }
    }
}
