using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>TensorFlow 1's block cells, by the formulas of tensorflow/core/ops/rnn_ops.cc.</summary>
public sealed class RecurrentCellTests
{
    private const int Inputs = 2, Units = 3, Batch = 2;
    private const string Gates = "i cs f o ci co h";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_of_an_lstm_is_a_sequence_of_one_step(bool peephole)
    {
        (string, AttrValue)[] attributes = [("T", Type(DType.Float32)), ("forget_bias", Float(0.5f)), ("cell_clip", Float(0.3f)), ("use_peephole", Bool(peephole))];
        GraphModel model = Given().Const("one", Values([], 1L))
            .Node("x_sequence", "ExpandDims", ["x", "axis"], ("T", Type(DType.Float32)), ("Tdim", Type(DType.Int32)))
            .Const("axis", Scalar(0))
            .Node("cell", "LSTMBlockCell", ["x", "c", "h", "w", "wci", "wcf", "wco", "b"], attributes)
            .Node("block", "BlockLSTM", ["one", "x_sequence", "c", "h", "w", "wci", "wcf", "wco", "b"], attributes)
            .Signature("run", [], [.. Names("cell"), .. Names("block")]);
        using OnnxModelEngine engine = model.Load();

        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("run");

        for (int i = 0; i < 7; i++)
        {
            float[] cell = results[$"cell:{i}"].Values<float>().ToArray(), block = results[$"block:{i}"].Values<float>().ToArray();
            Assert.Equal(cell.Length, block.Length);
            Assert.All(cell, (value, j) => Assert.Equal(value, block[j], 1e-6f));
        }

        AssertStep(results, peephole);
    }

    [Fact]
    public void The_second_version_has_its_gates_in_another_order_and_no_steps_beyond_the_longest_sequence()
    {
        GraphModel model = Given().Const("steps", Values([], 1L)).Const("sequence", Values([2, Batch, Inputs], Numbers(2 * Batch * Inputs, 1)))
            .Node("block", "BlockLSTMV2", ["steps", "sequence", "c", "h", "w", "wci", "wcf", "wco", "b"], ("T", Type(DType.Float32)))
            .Signature("run", [], Names("block"));
        using OnnxModelEngine engine = model.Load();

        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("run");

        double[] sums = Sums(0);
        Assert.Equal(Sigmoid(sums[0]), results["block:0"].Values<float>()[0], 1e-6);
        Assert.Equal(Sigmoid(sums[Units]), results["block:2"].Values<float>()[0], 1e-6);
        Assert.Equal(Math.Tanh(sums[2 * Units]), results["block:4"].Values<float>()[0], 1e-6);
        Assert.All(results["block:6"].Values<float>()[(Batch * Units)..].ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void A_step_of_a_gru_resets_before_the_product()
    {
        float[] ru = Numbers((Inputs + Units) * 2 * Units, 6), candidate = Numbers((Inputs + Units) * Units, 7);
        GraphModel model = Given().Const("ru", Values([Inputs + Units, 2 * Units], ru)).Const("wc", Values([Inputs + Units, Units], candidate))
            .Const("bru", Values([2 * Units], Numbers(2 * Units, 8))).Const("bc", Values([Units], Numbers(Units, 9)))
            .Node("cell", "GRUBlockCell", ["x", "h", "ru", "wc", "bru", "bc"], ("T", Type(DType.Float32)))
            .Signature("run", [], ("cell:3", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        float result = engine.Run("run")["cell:3"].Values<float>()[0];

        float[] row = [.. Numbers(Batch * Inputs, 1)[..Inputs], .. Numbers(Batch * Units, 3)[..Units]];
        double[] gates = [.. Enumerable.Range(0, 2 * Units).Select(j => Sigmoid(Numbers(2 * Units, 8)[j] + row.Select((value, i) => value * ru[(i * 2 * Units) + j]).Sum()))];
        double c = Math.Tanh(Numbers(Units, 9)[0] + row.Select((value, i) => value * (i < Inputs ? 1 : gates[i - Inputs]) * candidate[i * Units]).Sum());
        Assert.Equal(((1 - gates[Units]) * c) + (gates[Units] * row[Inputs]), result, 1e-6);
    }

    /// <summary>The first unit of the first row, by hand.</summary>
    private static void AssertStep(IReadOnlyDictionary<string, ModelTensor> results, bool peephole)
    {
        double[] sums = Sums(0);
        double before = Numbers(Batch * Units, 2)[0];
        double Peep(int seed) => peephole ? Numbers(Units, seed)[0] : 0;

        double input = Sigmoid(sums[0] + (before * Peep(10))), forget = Sigmoid(sums[2 * Units] + 0.5 + (before * Peep(11)));
        double cell = Math.Clamp((Math.Tanh(sums[Units]) * input) + (before * forget), -0.3f, 0.3f);
        double output = Sigmoid(sums[3 * Units] + (cell * Peep(12)));
        Assert.Equal(cell, results["cell:1"].Values<float>()[0], 1e-6);
        Assert.Equal(Math.Tanh(cell) * output, results["cell:6"].Values<float>()[0], 1e-6);
    }

    private static double[] Sums(int row)
    {
        float[] values = [.. Numbers(Batch * Inputs, 1)[(row * Inputs)..((row + 1) * Inputs)], .. Numbers(Batch * Units, 3)[(row * Units)..((row + 1) * Units)]];
        float[] weights = Numbers((Inputs + Units) * 4 * Units, 4);
        return [.. Enumerable.Range(0, 4 * Units).Select(j => Numbers(4 * Units, 5)[j] + values.Select((value, i) => (double)value * weights[(i * 4 * Units) + j]).Sum())];
    }

    private static GraphModel Given() => new GraphModel()
        .Const("x", Values([Batch, Inputs], Numbers(Batch * Inputs, 1)))
        .Const("c", Values([Batch, Units], Numbers(Batch * Units, 2)))
        .Const("h", Values([Batch, Units], Numbers(Batch * Units, 3)))
        .Const("w", Values([Inputs + Units, 4 * Units], Numbers((Inputs + Units) * 4 * Units, 4)))
        .Const("b", Values([4 * Units], Numbers(4 * Units, 5)))
        .Const("wci", Values([Units], Numbers(Units, 10)))
        .Const("wcf", Values([Units], Numbers(Units, 11)))
        .Const("wco", Values([Units], Numbers(Units, 12)));

    private static (string, DType)[] Names(string node) => [.. Gates.Split(' ').Select((_, i) => ($"{node}:{i}", DType.Float32))];

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
