using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels.Random;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class RandomKernelTests
{
    // The known answers that the authors of Philox publish (Random123, kat_vectors, philox4x32 10).
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x299f31d0a4093822UL, 0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void The_generator_gives_its_authors_answers(ulong key, ulong low, ulong high, uint a, uint b, uint c, uint d) =>
        Assert.Equal((a, b, c, d), new Philox(key, new UInt128(high, low)).Next());

    [Fact]
    public void Numbers_of_a_seed_are_those_of_TensorFlow()
    {
        // tf.image.stateless_random_brightness documents for seed (1, 2) and a range of 0.2 a brightness of 1.1376241 - 1.
        float uniform = Run("StatelessRandomUniform", DType.Float32, [Vector(), Vector(1, 2)]).Values<float>()[0];

        Assert.Equal(0.1376241, (uniform * 0.4) - 0.2, 1e-6);
    }

    [Fact]
    public void Key_and_counter_lead_to_the_same_numbers_as_the_seed()
    {
        Engines.ModelTensor[] state = Run("StatelessRandomGetKeyCounter", [DType.UInt64, DType.UInt64], [Vector(1, 2)]);
        var key = Values([1], state[0].Values<ulong>().ToArray());
        var counter = Values([2], state[1].Values<ulong>().ToArray());

        float[] expected = Run("StatelessRandomNormal", DType.Float32, [Vector(5), Vector(1, 2)]).Values<float>().ToArray();
        float[] actual = Run("StatelessRandomNormalV2", DType.Float32, [Vector(5), key, counter, Scalar(1)]).Values<float>().ToArray();

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Whole_numbers_stay_in_their_range()
    {
        int[] values = Run("StatelessRandomUniformInt", DType.Int32, [Vector(1000), Vector(3, 4), Scalar(-2), Scalar(3)], ("dtype", Type(DType.Int32))).Values<int>().ToArray();

        Assert.Equal([-2, -1, 0, 1, 2], values.Distinct().Order());
    }

    [Fact]
    public void Truncated_numbers_lie_within_two_deviations()
    {
        float[] values = Run("StatelessTruncatedNormal", DType.Float32, [Vector(2000), Vector(3, 4)]).Values<float>().ToArray();

        Assert.All(values, v => Assert.InRange(v, -2f, 2f));
        Assert.Equal(0, values.Average(), 0.1);
    }

    [Fact]
    public void A_node_with_a_seed_begins_its_stream_anew_with_every_load()
    {
        float[] first = Run("RandomUniform", DType.Float32, [Vector(4)], ("seed", Int(7)), ("dtype", Type(DType.Float32))).Values<float>().ToArray();
        float[] second = Run("RandomUniform", DType.Float32, [Vector(4)], ("seed", Int(7)), ("dtype", Type(DType.Float32))).Values<float>().ToArray();
        float[] other = Run("RandomUniform", DType.Float32, [Vector(4)], ("dtype", Type(DType.Float32))).Values<float>().ToArray();

        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Classes_are_drawn_as_often_as_they_are_probable()
    {
        float[] logits = [MathF.Log(0.1f), MathF.Log(0.9f)];

        long[] drawn = Run("Multinomial", DType.Int64, [Values([1, 2], logits), Scalar(4000)], ("seed", Int(1)), ("output_dtype", Type(DType.Int64))).Values<long>().ToArray();

        Assert.Equal(0.9, drawn.Average(), 0.05);
    }

    [Fact]
    public void A_generator_goes_on_where_the_last_call_left_it()
    {
        var program = new KernelPrograms("draw");
        int handle = program.Named("state", "VarHandleOp", [], 1, []);
        int state = program.Kernel("RngReadAndSkip", [handle, program.Integer(1), program.Constant(Values([], 3UL))]);
        HandMadeModel model = new HandMadeModel(program.Output("before", DType.Int64, state).Program()).WithVariable("state", Values([3], -256L, 0, 7));
        using OnnxModelEngine engine = model.Load();

        Assert.Equal([-256L, 0, 7], Draw(engine));
        Assert.Equal([512L, 1, 7], Draw(engine));
    }

    private static long[] Draw(OnnxModelEngine engine) =>
        engine.Run("draw")["before"].Values<long>().ToArray();
}
