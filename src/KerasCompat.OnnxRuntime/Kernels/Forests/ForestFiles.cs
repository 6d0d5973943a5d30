using System.Buffers.Binary;
using System.Globalization;
using KerasCompat.OnnxRuntime.Kernels.Forests.Protos;
using KerasCompat.OnnxRuntime.State;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Kernels.Forests;

/// <summary>The files of a model of Yggdrasil, which lie beside each other in the model's folder (yggdrasil_decision_forests/model/model_library.cc).</summary>
/// <param name="resources">Knows the model's folder.</param>
/// <param name="folder">Where they lie.</param>
/// <param name="prefix">What their names begin with.</param>
internal sealed class ForestFiles(ResourceStore resources, string folder, string prefix)
{
    private const int BlobHeader = 8;
    private const int RecordHeader = 12;
    private const int RecordFooter = 4;

    /// <summary>Reads a file that is one message.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="message">What it is read into.</param>
    /// <exception cref="KernelException">It is missing, or no such message.</exception>
    public T Read<T>(string name, T message)
        where T : class, IWireReadable => Read(message, Bytes(name), name);

    /// <summary>The messages of the files that hold the trees, in order.</summary>
    /// <param name="shards">The number of files.</param>
    /// <param name="format">What holds the messages.</param>
    /// <exception cref="KernelException">A file is missing or damaged.</exception>
    public IEnumerable<Node> Nodes(int shards, string format)
    {
        KernelContext.Require(format is "BLOB_SEQUENCE" or "TFE_RECORDIO", $"the trees are kept as {format}; only BLOB_SEQUENCE and TFE_RECORDIO are supported");
        for (int i = 0; i < shards; i++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"nodes-{i:D5}-of-{shards:D5}");
            byte[] bytes = Bytes(name);
            foreach (ReadOnlyMemory<byte> record in format == "BLOB_SEQUENCE" ? Blobs(bytes, name) : Records(bytes, name))
            {
                yield return Read(new Node(), record, name);
            }
        }
    }

    private static T Read<T>(T message, ReadOnlyMemory<byte> bytes, string name)
        where T : class, IWireReadable
    {
        try
        {
            return new WireReader(WireSlice.Of(bytes, "")).ReadAll(message);
        }
        catch (ModelFormatException e)
        {
            throw KernelContext.Refuse($"'{name}' of the forest cannot be read: {e.Problem}");
        }
    }

    /// <summary>yggdrasil_decision_forests/utils/blob_sequence.cc: "BS", a version, and each message behind its length.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Blobs(byte[] bytes, string name)
    {
        KernelContext.Require(bytes.Length >= BlobHeader && bytes.AsSpan().StartsWith("BS"u8), $"'{name}' of the forest is no sequence of blobs");
        for (int at = BlobHeader; at < bytes.Length;)
        {
            KernelContext.Require(bytes.Length - at >= sizeof(uint), $"'{name}' of the forest ends early");
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
            at += sizeof(uint);
            KernelContext.Require(length <= bytes.Length - at, $"'{name}' of the forest ends early");
            yield return bytes.AsMemory(at, (int)length);
            at += (int)length;
        }
    }

    /// <summary>TensorFlow's records: a length and its checksum, the message and its checksum.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Records(byte[] bytes, string name)
    {
        for (int at = 0; at < bytes.Length;)
        {
            KernelContext.Require(bytes.Length - at >= RecordHeader + RecordFooter, $"'{name}' of the forest ends early");
            ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            at += RecordHeader;
            KernelContext.Require(length <= (ulong)(bytes.Length - at - RecordFooter), $"'{name}' of the forest ends early");
            yield return bytes.AsMemory(at, (int)length);
            at += (int)length + RecordFooter;
        }
    }

    private byte[] Bytes(string name) => resources.ReadFile(Path.Combine(folder, prefix + name));
}
