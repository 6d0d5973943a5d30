using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.Onnx.Tests.SmallGraph;

namespace KerasCompat.Onnx.Tests;

public sealed class LossOpsTests
{
    [Fact]
    public void Cross_entropy_is_the_logarithm_of_the_label_s_probability()
    {
        ConstantTensor logits = Tensors.Of([0f, MathF.Log(3), 0f, 0f], 2, 2);
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 2).Const("dense", Tensors.Of([0f, 1f, 0.5f, 0.5f], 2, 2)).Const("sparse", Tensors.Of([1, 0], 2))
            .Node("a", "SoftmaxCrossEntropyWithLogits", ["x", "dense"], outputs: [DType.Float32, DType.Float32])
            .Node("b", "SparseSoftmaxCrossEntropyWithLogits", ["x", "sparse"], outputs: [DType.Float32, DType.Float32]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["a", "a:1", "b", "b:1"], ("x", logits));

        float expected = -MathF.Log(0.75f);
        ConvolutionOpsTests.Close([expected, MathF.Log(2)], results[0].Values<float>());
        ConvolutionOpsTests.Close([0.25f, -0.25f, 0, 0], results[1].Values<float>());
        ConvolutionOpsTests.Close([expected, MathF.Log(2)], results[2].Values<float>());
        ConvolutionOpsTests.Close([0.25f, -0.25f, -0.5f, 0.5f], results[3].Values<float>());
    }

    [Fact]
    public void A_target_is_among_the_top_k_when_fewer_than_k_are_more_probable()
    {
        float[] predictions = [0.1f, 0.5f, 0.4f, 0.3f, 0.3f, 0.3f, float.NaN, 1, 0, 1, 2, 3];
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 3).Const("t", Tensors.Of([2, 0, 1, 7], 4)).Const("k", Tensors.Scalar(2))
            .Node("y", "InTopKV2", ["x", "t", "k"], outputs: [DType.Bool]);

        Assert.Equal([true, true, false, false], graph.Run("y", ("x", Tensors.Of(predictions, 4, 3))).Values<bool>());
    }

    [Theory]
    [InlineData("ReluGrad", 0f)]
    [InlineData("Relu6Grad", 0f)]
    [InlineData("LeakyReluGrad", 0.4f)]
    [InlineData("SoftsignGrad", 0.5f)]
    [InlineData("EluGrad", 0f)]
    [InlineData("InvGrad", -2f)]
    [InlineData("TanhGrad", 0f)]
    [InlineData("SigmoidGrad", -4f)]
    public void Gradients_of_activations_at_minus_one(string op, float expected)
    {
        bool outputFirst = op is "InvGrad" or "TanhGrad" or "SigmoidGrad";
        var graph = new SmallGraph().Input("g", DType.Float32, -1).Input("x", DType.Float32, -1)
            .Node("y", op, outputFirst ? ["x", "g"] : ["g", "x"], outputs: [DType.Float32]);

        Assert.Equal([expected], graph.Run("y", ("g", Tensors.Of([2f], 1)), ("x", Tensors.Of([-1f], 1))).Values<float>());
    }

    [Fact]
    public void Greedy_decoding_drops_blanks_and_repetitions()
    {
        // Two sequences of classes a, b and blank: a a _ a b within 5 steps, and b _ b of which two steps count.
        int[] best = [0, 1, 0, 2, 2, 1, 0, 0, 1, 0];
        float[] logits = [.. best.SelectMany(c => Enumerable.Range(0, 3).Select(i => i == c ? 2f : 0f))];
        var graph = new SmallGraph().Input("x", DType.Float32, -1, -1, -1).Const("lengths", Tensors.Of([5, 2], 2))
            .Node("y", "CTCGreedyDecoder", ["x", "lengths"], new() { ["merge_repeated"] = Bool(true) }, [DType.Int64, DType.Int64, DType.Int64, DType.Float32]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["y", "y:1", "y:2", "y:3"], ("x", Tensors.Of(logits, 5, 2, 3)));

        Assert.Equal([0L, 0, 0, 1, 0, 2, 1, 0], results[0].Values<long>());
        Assert.Equal([0L, 0, 1, 1], results[1].Values<long>());
        Assert.Equal([2L, 3], results[2].Values<long>());
        Assert.Equal([-10f, -4f], results[3].Values<float>());
    }
}
