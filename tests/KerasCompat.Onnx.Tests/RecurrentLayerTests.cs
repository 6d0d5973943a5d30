using FsCheck.Fluent;
using FsCheck.Xunit;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

/// <summary>Every form of a recurrent layer gives as an operator of ONNX what it gives as a loop.</summary>
public sealed class RecurrentLayerTests
{
    private const double Tolerance = 1e-5;

    private static readonly string[] Results = ["y", "loop:2", "loop:3"];

    [Property(MaxTest = 60, Arbitrary = [typeof(RecurrentLayerTests)])]
    public void A_layer_and_its_loop_agree(RecurrentLayer layer)
    {
        SmallGraph recognised = layer.Build(), loop = layer.Build();
        loop.RecognisesRecurrence = false;
        (string, ConstantTensor)[] inputs = Inputs(layer);

        Assert.DoesNotContain("Loop", OnnxOps.Of(recognised.Translate(Results)));
        IReadOnlyList<ConstantTensor> expected = loop.RunAll(Results, inputs), actual = recognised.RunAll(Results, inputs);

        for (int i = 0; i < expected.Count; i++)
        {
            AssertClose(expected[i], actual[i]);
        }
    }

    [Property(MaxTest = 30, Arbitrary = [typeof(RecurrentLayerTests)])]
    public void A_result_that_is_read_alone_is_the_same(RecurrentLayer layer)
    {
        SmallGraph graph = layer.Build();
        (string, ConstantTensor)[] inputs = Inputs(layer);
        IReadOnlyList<ConstantTensor> together = graph.RunAll(Results, inputs);

        for (int i = 0; i < Results.Length; i++)
        {
            AssertClose(together[i], graph.Run(Results[i], inputs));
        }
    }

    [Fact]
    public void A_layer_over_sequences_of_unknown_length_reads_them_whole()
    {
        var layer = new RecurrentLayer("LSTM", GateForm.Split, MaskForm.None, HasBias: true, GoesBackwards: true, ReturnsSequence: true, "Tanh", "Sigmoid", 1);

        IReadOnlyList<string> ops = OnnxOps.Of(layer.Build().Translate("loop:2"));

        Assert.DoesNotContain("Slice", ops.SkipWhile(op => op != "LSTM"));
        Assert.DoesNotContain("Loop", ops);
    }

    private static (string, ConstantTensor)[] Inputs(RecurrentLayer layer)
    {
        var random = new Random(layer.Seed);
        int time = random.Next(1, 5), batch = random.Next(1, 4);
        return
        [
            ("x", Tensors.Of(Enumerable.Range(0, time * batch * 3).Select(_ => (float)((random.NextDouble() * 4) - 2)).ToArray(), time, batch, 3)),
            ("mask", Tensors.Of(Enumerable.Range(0, time * batch).Select(_ => random.Next(3) > 0).ToArray(), time, batch, 1)),
        ];
    }

    private static void AssertClose(ConstantTensor expected, ConstantTensor actual)
    {
        // A linear activation lets states grow, and rounding errors with them.
        float scale = expected.Values<float>().Append(1).Max(Math.Abs);
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.Values<float>().Zip(actual.Values<float>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance * scale));
    }

    /// <summary>Layers in all their forms.</summary>
    public static FsCheck.Arbitrary<RecurrentLayer> Layers() => (
        from cell in Gen.Elements("LSTM", "GRU", "GRU after", "RNN")
        from gates in cell.StartsWith("GRU", StringComparison.Ordinal) ? Gen.Constant(GateForm.Single) : Gen.Elements(GateForm.Split, GateForm.Sliced, GateForm.Single, GateForm.Joined)
        from mask in Gen.Elements(MaskForm.None, MaskForm.Held, MaskForm.Zero)
        from flags in Gen.Elements(0, 1, 2, 3, 4, 5, 6, 7)
        from activation in Gen.Elements("Tanh", "Relu", "Elu", "Softsign", "linear", "Sigmoid")
        from gateActivation in Gen.Elements("Sigmoid", "hard_sigmoid", "Tanh")
        from seed in Gen.Choose(0, 1000)
        select new RecurrentLayer(cell, gates, mask, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, activation, gateActivation, seed)).ToArbitrary();
}
