using System.IO.Compression;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class SerializationTests
{
    [Fact]
    public void A_tensor_is_the_same_after_it_was_a_string()
    {
        Assert.Equal([1.5f, -2, 3], RoundTrip(Values([3, 1], 1.5f, -2, 3), DType.Float32).Values<float>().ToArray());
        Assert.Equal([3, 1], RoundTrip(Values([3, 1], 1.5f, -2, 3), DType.Float32).Dimensions());
        Assert.Equal(["a", "", "é"], RoundTrip(Strings([3], "a", "", "é"), DType.String).Texts());
    }

    [Fact]
    public void A_tensor_of_another_type_or_no_tensor_is_refused()
    {
        Assert.Throws<ModelCallException>(() => RoundTrip(Values([1], 1f), DType.Int32));
        Assert.Throws<ModelCallException>(() => Run("ParseTensor", DType.Float32, [Strings([], "no tensor")], ("out_type", Type(DType.Float32))));
    }

    [Theory]
    [InlineData("GZIP")]
    [InlineData("ZLIB")]
    public void Compressed_strings_are_decoded(string type)
    {
        byte[] text = Encoding.UTF8.GetBytes("some text, some text, some text");
        using var buffer = new MemoryStream();
        using (Stream encoder = type == "GZIP" ? new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true) : new ZLibStream(buffer, CompressionLevel.Fastest, leaveOpen: true))
        {
            encoder.Write(text);
        }

        Assert.Equal([Encoding.UTF8.GetString(text)], Decode(buffer.ToArray(), type).Texts());
    }

    [Fact]
    public void Strings_of_no_compression_stay_as_they_are() => Assert.Equal(["text"], Decode(Encoding.UTF8.GetBytes("text"), "").Texts());

    [Fact]
    public void What_is_not_compressed_is_refused() => Assert.Throws<ModelCallException>(() => Decode(Encoding.UTF8.GetBytes("plain"), "GZIP"));

    [Fact]
    public void Rows_of_a_sparse_tensor_are_one_again_after_they_were_strings()
    {
        var program = new KernelPrograms("case");
        int rows = program.Kernel(
            "SerializeManySparse",
            [program.Constant(Values([3, 2], 0L, 2, 2, 0, 2, 1)), program.Constant(Values([3], 1f, 2, 3)), program.Constant(Values([2], 3L, 4))]);
        int first = program.Kernel("DeserializeManySparse", [rows], 3, [], ("dtype", Type(DType.Float32)));
        program.Output("indices", DType.Int64, first).Output("values", DType.Float32, first + 1).Output("shape", DType.Int64, first + 2);

        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();
        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("case");

        Assert.Equal([0L, 2, 2, 0, 2, 1], results["indices"].Values<long>().ToArray());
        Assert.Equal([1f, 2, 3], results["values"].Values<float>().ToArray());
        Assert.Equal([3L, 4], results["shape"].Values<long>().ToArray());
    }

    private static ModelTensor RoundTrip(ConstantTensor tensor, DType expected)
    {
        var program = new KernelPrograms("case");
        int text = program.Kernel("SerializeTensor", [program.Constant(tensor)]);
        program.Output("out", expected, program.Kernel("ParseTensor", [text], ("out_type", Type(expected))));
        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();
        return engine.Run("case")["out"];
    }

    private static ModelTensor Decode(byte[] text, string type) =>
        Run("DecodeCompressed", DType.String, [new ConstantTensor([1], [text])], ("compression_type", Text(type)));
}
