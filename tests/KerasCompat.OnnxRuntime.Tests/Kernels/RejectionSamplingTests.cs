using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class RejectionSamplingTests
{
    private const int Count = 20_000;

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(4)]
    public void Gamma_distributed_numbers_have_their_mean_and_variance(double alpha)
    {
        double[] numbers = Run(
            "StatelessRandomGammaV2", DType.Float64, [Vector(Count), Vector(3, 5), Values([], alpha)], ("dtype", Type(DType.Float64))).Values<double>().ToArray();

        AssertMoments(numbers, alpha, alpha);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(9)]
    [InlineData(30)]
    public void Poisson_distributed_numbers_have_their_mean_and_variance(double rate)
    {
        double[] numbers = Run(
            "StatelessRandomPoisson", DType.Float64, [Vector(Count), Vector(3, 5), Values([], rate)], ("dtype", Type(DType.Float64)), ("Rtype", Type(DType.Float64))).Values<double>().ToArray();

        AssertMoments(numbers, rate, rate);
        Assert.All(numbers, number => Assert.Equal(Math.Floor(number), number));
    }

    [Fact]
    public void Each_parameter_has_numbers_of_its_own_in_the_last_dimension()
    {
        float[] numbers = Run(
            "RandomGamma", DType.Float32, [Vector(50), Values([2], 0.01f, 1000)], ("seed", Int(1)), ("seed2", Int(2))).Values<float>().ToArray();

        Assert.All(numbers, (number, i) => Assert.True(i % 2 == 0 ? number < 100 : number > 500));
    }

    [Fact]
    public void The_same_seed_gives_the_same_numbers_wherever_the_key_is_made()
    {
        var program = new KernelPrograms("case");
        int seed = program.Constant(Vector(7, 8)), shape = program.Constant(Vector(5)), alpha = program.Constant(Values([], 2.5f));
        int key = program.Kernel("StatelessRandomGetKeyCounterAlg", [seed], 3, []);
        int direct = program.Kernel("StatelessRandomGammaV2", [shape, seed, alpha], ("dtype", Type(DType.Float32)));
        int byKey = program.Kernel("StatelessRandomGammaV3", [shape, key, key + 1, key + 2, alpha], ("dtype", Type(DType.Float32)));
        program.Output("direct", DType.Float32, direct).Output("key", DType.Float32, byKey);
        using OnnxModelEngine engine = new HandMadeModel(program.Program()).Load();

        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("case");

        Assert.Equal(results["direct"].Values<float>().ToArray(), results["key"].Values<float>().ToArray());
    }

    [Fact]
    public void A_generator_goes_on_where_the_call_before_left_it()
    {
        GraphModel model = new GraphModel().Variable("state", Values([3], 0L, 0, 42)).Const("algorithm", Values([], 1L)).Const("shape", Vector(4))
            .Node("draw", "StatefulUniform", ["state", "algorithm", "shape"], ("dtype", Type(DType.Float32)), ("shape_dtype", Type(DType.Int32)))
            .Signature("run", [], ("draw", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        float[] first = Draw(), second = Draw();

        // A key and a counter are all that the state is; each result takes 256 of the stream's groups.
        Assert.Equal(Stateless(0), first);
        Assert.Equal(Stateless(4 * 256), second);

        float[] Draw() => engine.Run("run")["draw"].Values<float>().ToArray();

        float[] Stateless(ulong counter) => Run(
            "StatelessRandomUniformV2", DType.Float32, [Vector(4), Values([1], 42UL), Values([2], counter, 0UL), Scalar(1)], ("dtype", Type(DType.Float32))).Values<float>().ToArray();
    }

    [Fact]
    public void Classes_are_drawn_with_their_probabilities()
    {
        float[] logits = [MathF.Log(1), MathF.Log(3), float.NegativeInfinity];

        long[] drawn = Run("StatelessMultinomial", DType.Int64, [Values([1, 3], logits), Scalar(Count), Vector(1, 2)], ("output_dtype", Type(DType.Int64))).Values<long>().ToArray();

        Assert.Equal(0.75, drawn.Average(), 0.02);
        Assert.DoesNotContain(2L, drawn);
    }

    private static void AssertMoments(double[] numbers, double mean, double variance)
    {
        double actual = numbers.Average(), deviation = Math.Sqrt(variance / numbers.Length);
        Assert.InRange(actual, mean - (5 * deviation), mean + (5 * deviation));
        Assert.InRange(numbers.Average(number => (number - actual) * (number - actual)), variance * 0.9, variance * 1.1);
    }
}
