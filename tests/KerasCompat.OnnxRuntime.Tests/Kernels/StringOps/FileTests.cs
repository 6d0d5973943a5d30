using System.IO.Compression;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

/// <summary>tensorflow/core/kernels/io_ops.cc, decode_compressed_op.cc.</summary>
public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("files").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Files_of_the_model_are_read_byte_by_byte()
    {
        File.WriteAllBytes(Path.Combine(_folder, "labels"), [0xFF, 0x0A, 0x61]);

        Assert.Equal("FF0A61", Convert.ToHexString(Read("labels").Strings[0].Span));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("../outside")]
    [InlineData("\0")]
    public void Other_files_are_refused(string name) => Assert.Throws<ModelCallException>(() => Read(name));

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        using FileStream held = new(Path.Combine(_folder, "labels"), FileMode.Create, FileAccess.Write, FileShare.None);

        string message = Assert.Throws<ModelCallException>(() => Read("labels")).Message;

        Assert.Contains(held.Name, message, StringComparison.Ordinal);
        Assert.Contains("Check that", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ZLIB")]
    [InlineData("GZIP")]
    public void Compressed_texts_are_unpacked(string type)
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("compressible ", 10_000)));

        Assert.Equal(
            [text, []],
            Run("DecodeCompressed", DType.String, [Bytes(Compress(text, type), Compress([], type))], ("compression_type", Text(type))).Strings.ToArray().Select(unpacked => unpacked.ToArray()));
    }

    [Theory]
    [InlineData("ZLIB")]
    [InlineData("GZIP")]
    [InlineData("SNAPPY")]
    public void What_is_not_compressed_so_is_refused(string type) =>
        Assert.Throws<ModelCallException>(() => Run("DecodeCompressed", DType.String, [Strings([1], "plain text")], ("compression_type", Text(type))));

    private static byte[] Compress(byte[] text, string type)
    {
        using var result = new MemoryStream();
        using (Stream stream = type switch
        {
            "ZLIB" => new ZLibStream(result, CompressionLevel.Fastest, leaveOpen: true),
            "GZIP" => new GZipStream(result, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BufferedStream(result),
        })
        {
            stream.Write(text);
        }

        return result.ToArray();
    }

    private ModelTensor Read(string name)
    {
        var program = new KernelPrograms("case");
        int content = program.Kernel("ReadFile", [program.Constant(Strings([1], Path.Combine(_folder, name)))]);
        using OnnxModelEngine engine = new HandMadeModel(program.Output("content", DType.String, content).Program()) { Path = _folder }.Load();
        return engine.Run("case")["content"];
    }
}
