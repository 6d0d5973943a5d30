using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using KerasCompat.Cli.Numpy;
using KerasCompat.Cli.Tensors;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Tests.Numpy;

public class NpyTests
{
    [Property(Arbitrary = [typeof(ArbitraryTensors)])]
    public void What_is_written_is_read_back(ModelTensor tensor) => Assert.True(ArbitraryTensors.Same(tensor, Read(Write(tensor))));

    [Property(Arbitrary = [typeof(ArbitraryTensors)])]
    public void Headers_are_padded_so_that_the_content_can_be_mapped(ModelTensor tensor)
    {
        byte[] file = Write(tensor);

        int header = 10 + BitConverter.ToUInt16(file, 8);

        Assert.Equal((0, (byte)'\n'), (header % 64, file[header - 1]));
    }

    [Property]
    public void Any_bytes_are_read_or_refused_with_a_reason(byte[] bytes) => RefusedOrRead([0x93, .. "NUMPY"u8, 1, 0, .. bytes]);

    [Property(Arbitrary = [typeof(ArbitraryTensors)])]
    public void A_damaged_file_is_read_or_refused_with_a_reason(ModelTensor tensor, int place, byte value)
    {
        byte[] file = Write(tensor);
        file[(int)((uint)place % (uint)file.Length)] = value;

        RefusedOrRead(file);
    }

    [Property(Arbitrary = [typeof(ArbitraryTensors)])]
    public void A_file_that_ends_early_is_refused(ModelTensor tensor, int place)
    {
        byte[] file = Write(tensor);

        Assert.Throws<FormatException>(() => Read(file[..(int)((uint)place % (uint)file.Length)]));
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (500000000,), }", "it ends too early")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2147483647,), }", "it claims 17179869176 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536), }", "more than 2^31 elements")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "impossible shape")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", "pickled Python objects")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "structured array")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "element type '<c8' is not supported")]
    [InlineData("{'descr': '<f4', 'shape': (1,), }", "lacks")]
    [InlineData("{'descr': '<f4', 'fortran_order': maybe, 'shape': (1,), }", "neither True nor False")]
    [InlineData("{'descr': '<f4", "ends inside a text")]
    [InlineData("__import__('os')", "no '{'")]
    [InlineData("", "no '{'")]
    public void A_hostile_header_is_refused_with_a_reason(string header, string reason)
    {
        FormatException error = Assert.Throws<FormatException>(() => Read(File(header, [])));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Big_endian_numbers_are_read() =>
        Assert.Equal([1, 258], Read(File("{'descr': '>i4', 'fortran_order': False, 'shape': (2,), }", [0, 0, 0, 1, 0, 0, 1, 2])).Values<int>());

    [Fact]
    public void Arrays_in_Fortran_order_are_read()
    {
        ModelTensor tensor = Read(File("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", [1, 4, 2, 5, 3, 6]));

        Assert.Equal([1, 2, 3, 4, 5, 6], tensor.Values<byte>().ToArray());
    }

    [Fact]
    public void Texts_of_code_points_are_read_as_UTF_8()
    {
        ModelTensor tensor = Read(File("{'descr': '<U2', 'fortran_order': False, 'shape': (1,), }", [0xE9, 0, 0, 0, 0x00, 0xF6, 0x01, 0x00]));

        Assert.Equal("é😀", Encoding.UTF8.GetString(tensor.Strings[0].Span));
    }

    [Fact]
    public void A_string_that_NumPy_would_shorten_is_refused()
    {
        var tensor = ModelTensor.FromStrings([1], ["a\0"]);

        Assert.Throws<FormatException>(() => Write(tensor));
    }

    [Property(Arbitrary = [typeof(ArbitraryTensors)])]
    public void Archives_are_read_back(ModelTensor first, ModelTensor second)
    {
        using var stream = new MemoryStream();

        NpzFile.Write(stream, [new NamedTensor("a", first), new NamedTensor("b/c", second)]);
        stream.Position = 0;
        IReadOnlyDictionary<string, ModelTensor> read = NpzFile.Read(stream);

        Assert.True(ArbitraryTensors.Same(first, read["a"]));
        Assert.True(ArbitraryTensors.Same(second, read["b/c"]));
    }

    [Fact]
    public void Compressed_archives_are_read()
    {
        var tensor = ModelTensor.FromValues<float>([1000], new float[1000]);
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream content = archive.CreateEntry("x.npy", CompressionLevel.Optimal).Open();
            content.Write(Write(tensor));
        }

        stream.Position = 0;

        Assert.True(ArbitraryTensors.Same(tensor, NpzFile.Read(stream)["x"]));
    }

    [Property]
    public void Something_that_is_no_archive_is_refused(byte[] bytes) =>
        Assert.Throws<FormatException>(() => NpzFile.Read(new MemoryStream([1, .. bytes])));

    private static void RefusedOrRead(byte[] file)
    {
        try
        {
            Read(file);
        }
        catch (FormatException error)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    private static ModelTensor Read(byte[] file) => NpyReader.Read(new MemoryStream(file));

    private static byte[] Write(ModelTensor tensor)
    {
        using var stream = new MemoryStream();
        NpyWriter.Write(stream, tensor);
        return stream.ToArray();
    }

    private static byte[] File(string header, byte[] content) =>
        [0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length), .. Encoding.Latin1.GetBytes(header), .. content];
}
