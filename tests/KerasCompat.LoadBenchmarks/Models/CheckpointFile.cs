using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.LoadBenchmarks.Models;

/// <summary>Writes a checkpoint of random float32 variables, as large as one likes: data goes to the file as it is made.</summary>
internal sealed class CheckpointFile(string folder, int seed) : IDisposable
{
    private const ulong Magic = 0xDB4775248B80FB57;

    private readonly FileStream _data = File.Create(Path.Combine(folder, "variables.data-00000-of-00001"));
    private readonly SortedDictionary<string, byte[]> _entries = new(StringComparer.Ordinal) { [""] = new BundleHeaderProto { NumShards = 1 }.ToByteArray() };
    private readonly Random _random = new(seed);

    /// <summary>Adds a variable.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="shape">Its shape.</param>
    public void Add(string key, params long[] shape)
    {
        float[] values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (_random.NextSingle() - 0.5f) / 16;
        }

        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        _entries.Add(key, new BundleEntryProto
        {
            Dtype = (int)DType.Float32, Shape = Shape(shape), Offset = _data.Position, Size = bytes.Length, Crc32C = MaskedCrc(bytes),
        }.ToByteArray());
        _data.Write(bytes);
    }

    /// <summary>A shape as messages state it.</summary>
    public static TensorShapeProto Shape(params long[] sizes) => new() { Dim = { sizes.Select(size => new TensorShapeProto.Types.Dim { Size = size }) } };

    /// <summary>Writes the index.</summary>
    public void Dispose()
    {
        _data.Dispose();
        // LevelDB's table: a block of all entries, one of nothing about them, one that names the first by its last key, and where these two lie.
        using FileStream file = File.Create(Path.Combine(folder, "variables.index"));
        byte[] entries = Block(file, [.. _entries.Select(entry => (Encoding.UTF8.GetBytes(entry.Key), entry.Value))]);
        byte[] about = Block(file, []);
        byte[] index = Block(file, [(Encoding.UTF8.GetBytes(_entries.Keys.Last()), entries)]);
        byte[] footer = new byte[48];
        about.CopyTo(footer, 0);
        index.CopyTo(footer, about.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(footer.AsSpan(40), Magic);
        file.Write(footer);
    }

    /// <summary>Appends a block and gives its handle: where it begins, and how long it is.</summary>
    private static byte[] Block(FileStream file, IReadOnlyList<(byte[] Key, byte[] Value)> entries)
    {
        var block = new MemoryStream();
        foreach ((byte[] key, byte[] value) in entries)
        {
            block.Write([0, .. Varint(key.Length), .. Varint(value.Length), .. key, .. value]);
        }

        // One restart, at the first entry; and how many there are. Then the kind of compression, none.
        block.Write([0, 0, 0, 0, 1, 0, 0, 0]);
        byte[] handle = [.. Varint(file.Position), .. Varint(block.Length)];
        block.WriteByte(0);
        file.Write(block.ToArray());
        file.Write(BitConverter.GetBytes(MaskedCrc(block.ToArray())));
        return handle;
    }

    private static byte[] Varint(long value)
    {
        var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteInt64(value);
        }

        return stream.ToArray();
    }

    private static uint MaskedCrc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (ulong eight in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, eight);
        }

        foreach (byte rest in bytes[(bytes.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, rest);
        }

        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }
}
