using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Google.Protobuf;
using KerasCompat.Testing.TensorFlow;
using Snappier;

namespace KerasCompat.SavedModel.Tests;

/// <summary>
/// Writes checkpoints that TensorFlow writes too rarely for a test model: partitioned, big-endian, compressed, in several data files.
/// From the format's own description (LevelDB's doc/table_format.md), not from the reader's code.
/// </summary>
internal sealed class CheckpointWriter
{
    private const ulong Magic = 0xDB4775248B80FB57;
    private const int RestartInterval = 16;

    private readonly SortedDictionary<byte[], byte[]> _entries = new(Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right)));
    private readonly List<MemoryStream> _shards = [];

    public bool Compress { get; init; }

    public bool BigEndian { get; init; }

    /// <summary>How many entries a block holds.</summary>
    public int BlockEntries { get; init; } = 1000;

    /// <summary>Adds bytes as a variable, or as a slice under a key of its own.</summary>
    public void Add(byte[] key, int dtype, long[] shape, byte[] bytes, int shard = 0, uint? crc = null)
    {
        while (_shards.Count <= shard)
        {
            _shards.Add(new MemoryStream());
        }

        MemoryStream stream = _shards[shard];
        AddEntry(key, new BundleEntryProto
        {
            Dtype = dtype,
            Shape = Shape(shape),
            ShardId = shard,
            Offset = stream.Position,
            Size = bytes.Length,
            Crc32C = crc ?? Mask(Crc(bytes)),
        });
        stream.Write(bytes);
    }

    public void AddEntry(byte[] key, BundleEntryProto entry) => AddRaw(key, entry.ToByteArray());

    public void AddRaw(byte[] key, byte[] value) => _entries[key] = value;

    public void Write(TemporaryFolder folder)
    {
        var header = new BundleHeaderProto { NumShards = Math.Max(1, _shards.Count) };
        header.Endianness = BigEndian ? BundleHeaderProto.Types.Endianness.Big : BundleHeaderProto.Types.Endianness.Little;
        _entries[[]] = header.ToByteArray();
        for (int i = 0; i < _shards.Count; i++)
        {
            folder.Write($"variables/variables.data-{i:D5}-of-{_shards.Count:D5}", _shards[i].ToArray());
        }

        folder.Write("variables/variables.index", Table());
    }

    public static TensorShapeProto Shape(params long[] sizes) =>
        new() { Dim = { sizes.Select(size => new TensorShapeProto.Types.Dim { Size = size }) } };

    public static uint Crc(ReadOnlySpan<byte> bytes, uint crc = 0)
    {
        crc = ~crc;
        foreach (byte next in bytes)
        {
            crc ^= next;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78);
            }
        }

        return ~crc;
    }

    public static uint Mask(uint crc) => BitOperations.RotateRight(crc, 15) + 0xA282EAD8;

    private byte[] Table()
    {
        var file = new MemoryStream();
        var index = new List<KeyValuePair<byte[], byte[]>>();
        foreach (KeyValuePair<byte[], byte[]>[] block in _entries.Chunk(BlockEntries))
        {
            index.Add(KeyValuePair.Create(block[^1].Key, Block(file, block)));
        }

        byte[] metaIndex = Block(file, []);
        byte[] handle = Block(file, index);
        byte[] footer = new byte[48];
        metaIndex.CopyTo(footer, 0);
        handle.CopyTo(footer, metaIndex.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(40), Magic);
        file.Write(footer);
        return file.ToArray();
    }

    /// <summary>Appends a block and gives its handle.</summary>
    private byte[] Block(MemoryStream file, IReadOnlyList<KeyValuePair<byte[], byte[]>> entries)
    {
        var block = new MemoryStream();
        var restarts = new List<uint> { 0 };
        byte[] previous = [];
        for (int i = 0; i < entries.Count; i++)
        {
            if (i > 0 && i % RestartInterval == 0)
            {
                restarts.Add((uint)block.Position);
                previous = [];
            }

            (byte[] key, byte[] value) = entries[i];
            int shared = previous.AsSpan().CommonPrefixLength(key);
            block.Write([.. Varint(shared), .. Varint(key.Length - shared), .. Varint(value.Length), .. key.AsSpan(shared), .. value]);
            previous = key;
        }

        foreach (uint number in restarts.Append((uint)restarts.Count))
        {
            block.Write(BitConverter.GetBytes(number));
        }

        byte[] contents = Compress ? Snappy.CompressToArray(block.ToArray()) : block.ToArray();
        byte[] handle = [.. Varint(file.Position), .. Varint(contents.Length)];
        byte[] typed = [.. contents, Compress ? (byte)1 : (byte)0];
        file.Write([.. typed, .. BitConverter.GetBytes(Mask(Crc(typed)))]);
        return handle;
    }

    public static byte[] Varint(long value)
    {
        var bytes = new List<byte>();
        for (ulong left = (ulong)value; ; left >>= 7)
        {
            bytes.Add((byte)((left & 0x7F) | (left >= 0x80 ? 0x80u : 0)));
            if (left < 0x80)
            {
                return [.. bytes];
            }
        }
    }

    public static byte[] Key(string name) => Encoding.UTF8.GetBytes(name);
}
