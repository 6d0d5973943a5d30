using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class EncodingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void An_image_is_the_same_after_it_was_a_png(int channels)
    {
        byte[] pixels = [.. Enumerable.Range(0, 3 * 5 * channels).Select(i => (byte)(i * 37))];

        ModelTensor result = RoundTrip(Values([3, 5, channels], pixels), DType.UInt8, channels);

        Assert.Equal(pixels, result.Values<byte>().ToArray());
        Assert.Equal([3, 5, channels], result.Dimensions());
    }

    [Fact]
    public void Sixteen_bits_of_a_pixel_are_kept()
    {
        ushort[] pixels = [0, 1, 256, 65535, 4660, 40000];

        Assert.Equal(pixels, RoundTrip(Values([2, 3, 1], pixels), DType.UInt16, 1).Values<ushort>().ToArray());
    }

    [Fact]
    public void Sound_is_the_same_after_it_was_a_wav_file_and_is_cut_off_beyond_its_range()
    {
        var program = new KernelPrograms("case");
        int wav = program.Kernel("EncodeWav", [program.Constant(Values([3, 2], 0.5f, -0.25f, 0, 2, -2, 0.125f)), program.Constant(Scalar(8000))]);
        int decoded = program.Kernel("DecodeWav", [wav], 2, []);
        program.Output("audio", DType.Float32, decoded).Output("rate", DType.Int32, decoded + 1);
        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();

        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("case");

        Assert.Equal([0.5f, -0.25f, 0, 32767 / 32768f, -1, 0.125f], results["audio"].Values<float>().ToArray());
        Assert.Equal(8000, results["rate"].Values<int>()[0]);
    }

    [Fact]
    public void A_dense_table_keeps_its_empty_key_for_itself()
    {
        var program = new KernelPrograms("case");
        int empty = program.Constant(Values([], -1L)), deleted = program.Constant(Values([], -2L));
        int table = program.Kernel("MutableDenseHashTableV2", [empty, deleted], ("key_dtype", Type(DType.Int64)), ("value_dtype", Type(DType.Float32)));
        int found = program.Kernel("LookupTableFindV2", [table, program.Input("keys", DType.Int64, -1), program.Constant(Values([], 9f))]);
        program.Output("values", DType.Float32, found);
        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();

        Assert.Equal([9f], engine.Run("case", new Dictionary<string, ModelTensor> { ["keys"] = ModelTensor.FromValues<long>([1], [5]) }, TestContext.Current.CancellationToken)["values"].Values<float>().ToArray());
        Assert.Throws<ModelCallException>(() => engine.Run("case", new Dictionary<string, ModelTensor> { ["keys"] = ModelTensor.FromValues<long>([1], [-1]) }, TestContext.Current.CancellationToken));
    }

    private static ModelTensor RoundTrip(ConstantTensor image, DType type, int channels)
    {
        var program = new KernelPrograms("case");
        int png = program.Kernel("EncodePng", [program.Constant(image)], ("T", Type(type)));
        program.Output("image", type, program.Kernel("DecodePng", [png], ("dtype", Type(type)), ("channels", Int(channels))));
        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();
        return engine.Run("case")["image"];
    }
}
