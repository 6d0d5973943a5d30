using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Expected values by the formulas of tensorflow/core/api_def/base_api/api_def_QuantizeV2.pbtxt and api_def_Dequantize.pbtxt.</summary>
public sealed class QuantizationKernelTests
{
    [Theory]
    [InlineData("MIN_COMBINED", DType.QUInt8, new[] { 0, 128, 255, 255 })]
    [InlineData("MIN_COMBINED", DType.QInt8, new[] { -128, 0, 127, 127 })]
    [InlineData("MIN_FIRST", DType.QUInt8, new[] { 0, 128, 255, 255 })]
    [InlineData("SCALED", DType.QInt8, new[] { -127, 0, 127, 127 })]
    public void Numbers_are_quantized_and_those_outside_take_the_end_of_the_range(string mode, DType type, int[] expected)
    {
        // The range is [-1, 1]; SCALED keeps zero and makes the range [-128/127, 1].
        ModelTensor[] bits = Quantized([-1, 0.002f, 1, 9], type, mode);

        Assert.Equal(expected, type == DType.QInt8 ? [.. bits[0].Values<sbyte>().ToArray()] : bits[0].Values<byte>().ToArray().Select(value => (int)value));
        Assert.Equal(mode == "SCALED" ? -128f / 127 : -1f, bits[1].Values<float>()[0], 1e-6f);
        Assert.Equal(1f, bits[2].Values<float>()[0], 1e-6f);
    }

    [Theory]
    [InlineData("MIN_COMBINED", DType.QUInt8)]
    [InlineData("MIN_COMBINED", DType.QInt8)]
    [InlineData("MIN_COMBINED", DType.QInt16)]
    [InlineData("MIN_FIRST", DType.QUInt8)]
    [InlineData("MIN_FIRST", DType.QInt8)]
    [InlineData("SCALED", DType.QInt8)]
    [InlineData("SCALED", DType.QUInt8)]
    public void What_was_quantized_comes_back_within_a_step(string mode, DType type)
    {
        float[] values = mode == "SCALED" && type == DType.QUInt8 ? [0, 0.3f, 0.77f, 1] : [-1, -0.4f, 0, 0.3f, 1];
        GraphModel model = new GraphModel().Const("x", Values([values.Length], values)).Const("low", Values([], -1f)).Const("high", Values([], 1f))
            .Node("q", "QuantizeV2", ["x", "low", "high"], ("T", Type(type)), ("mode", Text(mode)))
            .Node("y", "Dequantize", ["q", "q:1", "q:2"], ("T", Type(type)), ("mode", Text(mode)))
            .Signature("run", [], ("y", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        float[] result = engine.Run("run")["y"].Values<float>().ToArray();

        Assert.All(values, (value, i) => Assert.Equal(value, result[i], 0.005f));
    }

    [Fact]
    public void Each_slice_along_an_axis_has_a_range_of_its_own()
    {
        GraphModel model = new GraphModel().Const("x", Values([2, 2], 1f, 10, -1, -10)).Const("low", Values([2], -1f, -10)).Const("high", Values([2], 1f, 10))
            .Node("q", "QuantizeV2", ["x", "low", "high"], ("T", Type(DType.QInt8)), ("mode", Text("SCALED")), ("axis", Int(1)), ("narrow_range", Bool(true)))
            .Node("y", "Dequantize", ["q", "q:1", "q:2"], ("T", Type(DType.QInt8)), ("mode", Text("SCALED")), ("axis", Int(1)), ("narrow_range", Bool(true)))
            .Signature("run", [], ("y", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        float[] result = engine.Run("run")["y"].Values<float>().ToArray();

        Assert.All((float[])[1, 10, -1, -10], (value, i) => Assert.Equal(value, result[i], 1e-5f));
    }

    private static ModelTensor[] Quantized(float[] values, DType type, string mode)
    {
        // What is quantized leaves the program as the bytes that it is.
        var program = new KernelPrograms("case");
        int[] inputs = [program.Constant(Values([values.Length], values)), program.Constant(Values([], -1f)), program.Constant(Values([], 1f))];
        int first = program.Kernel("QuantizeV2", inputs, 3, [], ("T", Type(type)), ("mode", Text(mode)));
        int bits = program.Kernel("Bitcast", [first], ("type", Type(type == DType.QInt8 ? DType.Int8 : DType.UInt8)));
        program.Output("bits", type == DType.QInt8 ? DType.Int8 : DType.UInt8, bits).Output("low", DType.Float32, first + 1).Output("high", DType.Float32, first + 2);
        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();
        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("case");
        return [results["bits"], results["low"], results["high"]];
    }
}
