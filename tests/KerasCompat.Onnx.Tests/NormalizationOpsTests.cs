using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.Onnx.Tests.SmallGraph;

namespace KerasCompat.Onnx.Tests;

public sealed class NormalizationOpsTests
{
    private static readonly DType[] Outputs = [DType.Float32, DType.Float32, DType.Float32, DType.Float32, DType.Float32, DType.Float32];

    [Fact]
    public void Batch_normalization_uses_the_given_moments()
    {
        float[] result = BatchNorm(training: false).Run("y", ("x", Tensors.Of([1f, 2f, 3f, 4f], 1, 2, 1, 2))).Values<float>();

        // scale [2, 1], offset [0, 10], mean [1, 2], variance [3, 0] and epsilon 1.
        Assert.Equal([0f, 10f, 2f, 12f], result);
    }

    [Fact]
    public void In_training_the_moments_are_those_of_the_batch()
    {
        IReadOnlyList<ConstantTensor> results = BatchNorm(training: true).RunAll(["y", "y:1", "y:2"], ("x", Tensors.Of([1f, 2f, 3f, 4f], 1, 2, 1, 2)));

        float root = MathF.Sqrt(2);
        ConvolutionOpsTests.Close([-2 / root, 10 - (1 / root), 2 / root, 10 + (1 / root)], results[0].Values<float>());
        Assert.Equal([2f, 3f], results[1].Values<float>());
        Assert.Equal([2f, 2f], results[2].Values<float>());
    }

    [Fact]
    public void A_local_response_is_divided_by_the_squares_of_its_neighbours()
    {
        var attributes = new Dictionary<string, AttrValue> { ["depth_radius"] = Int(1), ["bias"] = Float(1), ["alpha"] = Float(0.5f), ["beta"] = Float(1) };

        float[] result = new SmallGraph().Input("x", DType.Float32, 1, 1, 1, 3).Node("y", "LRN", ["x"], attributes)
            .Run("y", ("x", Tensors.Of([1f, 2f, 3f], 1, 1, 1, 3))).Values<float>();

        ConvolutionOpsTests.Close([1 / 3.5f, 2 / 8f, 3 / 7.5f], result);
    }

    [Fact]
    public void Keras_fused_layer_normalization_becomes_one_node()
    {
        // keras/layers/normalization/layer_normalization.py: rows become the channels of one image.
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, 5, 4).Const("gamma", Tensors.Of([1f, 2f, 3f, 4f], 4)).Const("beta", Tensors.Of([0f, 0f, 1f, 1f], 4))
            .Const("image", Tensors.Of([1, -1, 4, 1], 4)).Const("rows", Tensors.Of([-1], 1)).Const("one", Tensors.Of([1f])).Const("zero", Tensors.Of([0f]))
            .Const("empty", new ConstantTensor(DType.Float32, [0], ReadOnlyMemory<byte>.Empty))
            .Node("reshaped", "Reshape", ["x", "image"])
            .Node("shape", "Shape", ["reshaped"], new() { ["out_type"] = SmallGraph.Type(DType.Int32) })
            .Const("i1", Tensors.Of([1], 1)).Const("i2", Tensors.Of([2], 1))
            .Node("count", "Slice", ["shape", "i1", "i1"], new() { ["T"] = SmallGraph.Type(DType.Int32) })
            .Node("ones", "Fill", ["count", "one"], new() { ["T"] = SmallGraph.Type(DType.Float32) })
            .Node("zeros", "Fill", ["count", "zero"], new() { ["T"] = SmallGraph.Type(DType.Float32) })
            .Node("n", "FusedBatchNormV3", ["reshaped", "ones", "zeros", "empty", "empty"], new() { ["is_training"] = Bool(true), ["data_format"] = Text("NCHW"), ["epsilon"] = Float(0.001f) }, Outputs)
            .Const("back", Tensors.Of([-1, 5, 4], 3)).Node("b", "Reshape", ["n", "back"])
            .Node("m", "Mul", ["b", "gamma"]).Node("y", "AddV2", ["m", "beta"]);

        Assert.Equal(["LayerNormalization"], Programs.Nodes(graph.Translate("y")).Select(n => n.OpType));
        float[] input = ConvolutionOpsTests.Numbers(20, 3);
        ConvolutionOpsTests.Close(LayerNorm(input, 4, 0.001, [1, 2, 3, 4], [0, 0, 1, 1]), graph.Run("y", ("x", Tensors.Of(input, 1, 5, 4))).Values<float>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Layer_normalization_that_is_spelled_out_becomes_one_node(bool asKeras3)
    {
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, 4).Const("gamma", Tensors.Of([1f, 2f, 3f, 4f], 4)).Const("beta", Tensors.Of([0f, 0f, 1f, 1f], 4))
            .Const("axis", Tensors.Of([-1], 1)).Const("epsilon", Tensors.Scalar(0.001f))
            .Node("mean", "Mean", ["x", "axis"], new() { ["keep_dims"] = Bool(true) }).Node("d", "SquaredDifference", ["x", "mean"])
            .Node("variance", "Mean", ["d", "axis"], new() { ["keep_dims"] = Bool(true) })
            .Node("a", "AddV2", ["variance", "epsilon"]).Node("r", "Rsqrt", ["a"]).Node("inverse", "Mul", ["r", "gamma"]).Node("scaled", "Mul", ["x", "inverse"]);
        graph = asKeras3
            ? graph.Node("neg", "Neg", ["mean"]).Node("shift", "Mul", ["neg", "inverse"]).Node("rest", "AddV2", ["shift", "beta"])
            : graph.Node("shift", "Mul", ["mean", "inverse"]).Node("rest", "Sub", ["beta", "shift"]);
        graph.Node("y", "AddV2", ["scaled", "rest"]);

        Assert.Equal(["LayerNormalization"], Programs.Nodes(graph.Translate("y")).Select(n => n.OpType));
        float[] input = ConvolutionOpsTests.Numbers(8, 3);
        ConvolutionOpsTests.Close(LayerNorm(input, 4, 0.001, [1, 2, 3, 4], [0, 0, 1, 1]), graph.Run("y", ("x", Tensors.Of(input, 2, 4))).Values<float>());
    }

    private static SmallGraph BatchNorm(bool training) => new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 2)
        .Const("scale", Tensors.Of([2f, 1f], 2)).Const("offset", Tensors.Of([0f, 10f], 2)).Const("mean", Tensors.Of([1f, 2f], 2)).Const("variance", Tensors.Of([3f, 0f], 2))
        .Node("y", "FusedBatchNormV3", ["x", "scale", "offset", "mean", "variance"], new() { ["is_training"] = Bool(training), ["epsilon"] = Float(1) }, Outputs);

    private static float[] LayerNorm(float[] input, int width, double epsilon, float[] scale, float[] offset)
    {
        var result = new float[input.Length];
        for (int row = 0; row < input.Length; row += width)
        {
            double mean = input.Skip(row).Take(width).Average(v => v), variance = input.Skip(row).Take(width).Average(v => (v - mean) * (v - mean));
            for (int i = 0; i < width; i++)
            {
                result[row + i] = (float)(((input[row + i] - mean) / Math.Sqrt(variance + epsilon) * scale[i]) + offset[i]);
            }
        }

        return result;
    }
}
