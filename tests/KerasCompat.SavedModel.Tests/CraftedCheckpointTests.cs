using System.Buffers.Binary;
using System.Runtime.InteropServices;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.SavedModel.Tests.CheckpointWriter;

namespace KerasCompat.SavedModel.Tests;

public sealed class CraftedCheckpointTests : IDisposable
{
    private const int Float = 1;
    private const int String = 7;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 1000)]
    [InlineData(false, 7)]
    [InlineData(true, 1000)]
    [InlineData(true, 7)]
    public void Keys_with_common_prefixes_in_any_number_of_blocks_compressed_or_not_are_all_found(bool compress, int blockEntries)
    {
        string[] keys = [.. Enumerable.Range(0, 100).Select(i => $"layer_with_weights-{i}/kernel/.ATTRIBUTES/VARIABLE_VALUE").Order(StringComparer.Ordinal)];
        var writer = new CheckpointWriter { Compress = compress, BlockEntries = blockEntries };
        for (int i = 0; i < keys.Length; i++)
        {
            writer.Add(Key(keys[i]), Float, [1], BitConverter.GetBytes((float)i));
        }

        using Checkpoint checkpoint = Open(writer);

        Assert.Equal(keys, checkpoint.Keys);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), keys.Select(key => Floats(checkpoint.Get(key))[0]));
    }

    [Fact]
    public void Variables_lie_in_several_data_files()
    {
        var writer = new CheckpointWriter();
        writer.Add(Key("a"), Float, [1], BitConverter.GetBytes(1f), shard: 0);
        writer.Add(Key("b"), Float, [1], BitConverter.GetBytes(2f), shard: 2);
        writer.Add(Key("c"), Float, [1], BitConverter.GetBytes(3f), shard: 1);

        using Checkpoint checkpoint = Open(writer);

        Assert.Equal([1f, 2f, 3f], checkpoint.Keys.Select(key => Floats(checkpoint.Get(key))[0]));
        Assert.Equal("variables.data-00002-of-00003", checkpoint.Get("b").ShardFile);
    }

    [Fact]
    public void The_slices_of_a_partitioned_variable_are_put_together()
    {
        // 3 x 4, cut into the columns 0..1 of all rows, and the columns 2..3 of row 0 and of rows 1..2.
        var writer = new CheckpointWriter();
        var entry = new BundleEntryProto { Dtype = Float, Shape = Shape(3, 4) };
        AddSlice(writer, entry, (null, (0, 2)), [3, 2], [0, 1, 4, 5, 8, 9]);
        AddSlice(writer, entry, ((0, 1), (2, 2)), [1, 2], [2, 3]);
        AddSlice(writer, entry, ((1, 2), (2, 2)), [2, 2], [6, 7, 10, 11]);
        writer.AddEntry(Key("table"), entry);

        using Checkpoint checkpoint = Open(writer);

        CheckpointTensor table = checkpoint.Get("table");
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), Floats(table));
        Assert.False(table.IsMapped);
        Assert.Null(table.ShardFile);
    }

    [Fact]
    public void Slices_that_leave_a_gap_are_refused()
    {
        var writer = new CheckpointWriter();
        var entry = new BundleEntryProto { Dtype = Float, Shape = Shape(3, 4) };
        AddSlice(writer, entry, (null, (0, 2)), [3, 2], [0, 1, 4, 5, 8, 9]);
        writer.AddEntry(Key("table"), entry);

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => { using Checkpoint checkpoint = Open(writer); });

        Assert.Contains("do not add up", exception.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_a_big_endian_machine_are_turned_around()
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteSingleBigEndian(bytes, 1.5f);
        BinaryPrimitives.WriteSingleBigEndian(bytes.AsSpan(4), -2f);
        var writer = new CheckpointWriter { BigEndian = true };
        writer.Add(Key("a"), Float, [2], bytes);

        using Checkpoint checkpoint = Open(writer);

        Assert.Equal([1.5f, -2f], Floats(checkpoint.Get("a")));
    }

    [Fact]
    public void A_scalar_and_an_empty_variable_are_read()
    {
        var writer = new CheckpointWriter();
        writer.Add(Key("empty"), Float, [0, 5], []);
        writer.Add(Key("scalar"), Float, [], BitConverter.GetBytes(7f));

        using Checkpoint checkpoint = Open(writer);

        Assert.Empty(Floats(checkpoint.Get("empty")));
        Assert.Equal([7f], Floats(checkpoint.Get("scalar")));
    }

    [Fact]
    public void Strings_of_any_bytes_and_lengths_are_read()
    {
        byte[][] strings = [[], [0xFF, 0x00], new byte[300]];
        var writer = new CheckpointWriter();
        AddStrings(writer, "words", strings);

        using Checkpoint checkpoint = Open(writer);

        Assert.Equal(strings, checkpoint.Get("words").ReadStrings().Select(text => text.ToArray()));
    }

    [Fact]
    public void A_flipped_bit_in_a_string_is_found()
    {
        var writer = new CheckpointWriter();
        AddStrings(writer, "words", [[1, 2, 3]], flip: true);

        using Checkpoint checkpoint = Open(writer);

        Assert.Throws<ModelFormatException>(() => checkpoint.Get("words").ReadStrings());
    }

    [Fact]
    public void A_missing_data_file_is_named()
    {
        var writer = new CheckpointWriter();
        writer.Add(Key("a"), Float, [1], BitConverter.GetBytes(1f));
        writer.Write(_folder);
        File.Delete(Path.Combine(_folder.Path, "variables/variables.data-00000-of-00001"));

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => Checkpoint.Open(_folder.Path));

        Assert.EndsWith("variables.data-00000-of-00001", exception.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 4, 0)]
    [InlineData(0, -4, 0)]
    [InlineData(0, 8, 0)]
    [InlineData(long.MaxValue, 4, 0)]
    [InlineData(0, 4, 1)]
    [InlineData(0, 4, -1)]
    public void An_entry_that_points_outside_of_its_data_file_is_refused(long offset, long size, int shard)
    {
        var writer = new CheckpointWriter();
        writer.Add(Key("a"), Float, [1], BitConverter.GetBytes(1f));
        writer.AddEntry(Key("b"), new BundleEntryProto { Dtype = Float, Shape = Shape(1), Offset = offset, Size = size, ShardId = shard });

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => { using Checkpoint checkpoint = Open(writer); });

        Assert.Equal("variable 'b'", exception.Place);
    }

    [Theory]
    [InlineData(new long[] { 1 }, new byte[] { 0x00, (byte)'v', 0x00, 0x01, 0x01, 0x01, 0x80, 0x81 })]
    [InlineData(new long[] { 64 }, new byte[] { 0x00, (byte)'v', 0x00, 0x01, 0x01, 0x01, 0x80, 0xC0, 0x40 })]
    [InlineData(new long[] { -1, 8191 }, new byte[] { 0x00, (byte)'v', 0x00, 0x01, 0x01, 0x02, 0x80, 0x7F, 0x80, 0xDF, 0xFF })]
    [InlineData(new long[] { 8192 }, new byte[] { 0x00, (byte)'v', 0x00, 0x01, 0x01, 0x01, 0x80, 0xE0, 0x20, 0x00 })]
    public void The_key_of_a_slice_is_in_TensorFlow_s_ordered_code(long[] lengths, byte[] expected) =>
        Assert.Equal(expected, SliceKey.Encode("v", [.. lengths.Select(length => (0L, length))]));

    private static void AddSlice(
        CheckpointWriter writer,
        BundleEntryProto whole,
        ((long Start, long Length)? Rows, (long Start, long Length)? Columns) slice,
        long[] shape,
        float[] values)
    {
        var proto = new TensorSliceProto();
        foreach ((long Start, long Length)? extent in new[] { slice.Rows, slice.Columns })
        {
            proto.Extent.Add(extent is { } e ? new TensorSliceProto.Types.Extent { Start = e.Start, Length = e.Length } : new TensorSliceProto.Types.Extent());
        }

        whole.Slices.Add(proto);
        byte[] key = SliceKey.Encode("table", [slice.Rows ?? (0, -1), slice.Columns ?? (0, -1)]);
        writer.Add(key, Float, shape, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
    }

    /// <summary>As <c>WriteStringTensor</c> of TensorFlow's tensor_bundle.cc lays them out.</summary>
    private static void AddStrings(CheckpointWriter writer, string key, byte[][] strings, bool flip = false)
    {
        byte[] lengths = [.. strings.SelectMany(text => BitConverter.GetBytes(text.Length))];
        byte[] lengthsCrc = BitConverter.GetBytes(Mask(Crc(lengths)));
        byte[] all = [.. strings.SelectMany(text => text)];
        uint crc = Crc([.. lengths, .. lengthsCrc, .. all]);
        if (flip)
        {
            all[^1] ^= 1;
        }

        writer.Add(Key(key), String, [strings.Length], [.. strings.SelectMany(text => Varint(text.Length)), .. lengthsCrc, .. all], crc: Mask(crc));
    }

    private static float[] Floats(CheckpointTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.Bytes).ToArray();

    private Checkpoint Open(CheckpointWriter writer)
    {
        writer.Write(_folder);
        return Checkpoint.Open(_folder.Path)!;
    }
}
