using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>What TensorFlow's optimizer has fused before the graph was saved.</summary>
public sealed class FusedOpsTests
{
    [Fact]
    public void A_product_with_bias_and_activation_is_taken_apart()
    {
        float[] result = new SmallGraph().Input("x", DType.Float32, 1, 2).Const("w", Tensors.Of([1f, 2, 3, 4], 2, 2)).Const("b", Tensors.Of([0f, -100], 2))
            .Node("y", "_FusedMatMul", ["x", "w", "b"], With(("fused_ops", Texts("BiasAdd", "LeakyRelu")), ("leakyrelu_alpha", SmallGraph.Float(0.5f)), ("num_args", SmallGraph.Int(1))))
            .Run("y", ("x", Tensors.Of([1f, 10], 1, 2))).Values<float>();

        Assert.Equal([31f, -29], result);
    }

    [Fact]
    public void A_convolution_with_a_batch_normalization_is_taken_apart()
    {
        float[] result = new SmallGraph().Input("x", DType.Float32, 1, 1, 1, 1).Const("w", Tensors.Of([3f], 1, 1, 1, 1))
            .Const("scale", Tensors.Of([2f], 1)).Const("offset", Tensors.Of([1f], 1)).Const("mean", Tensors.Of([2f], 1)).Const("variance", Tensors.Of([4f], 1))
            .Node("y", "_FusedConv2D", ["x", "w", "scale", "offset", "mean", "variance"], With(
                ("fused_ops", Texts("FusedBatchNorm", "Relu")), ("strides", SmallGraph.Ints(1, 1, 1, 1)), ("padding", SmallGraph.Text("VALID")), ("epsilon", SmallGraph.Float(0)), ("num_args", SmallGraph.Int(4))))
            .Run("y", ("x", Tensors.Of([4f], 1, 1, 1, 1))).Values<float>();

        // (4 * 3 - 2) / 2 * 2 + 1
        Assert.Equal(11f, result[0], 1e-4f);
    }

    [Fact]
    public void A_batch_normalization_with_a_side_input_is_taken_apart()
    {
        float[] result = new SmallGraph().Input("x", DType.Float32, 1, 1, 1, 1).Const("one", Tensors.Of([1f], 1)).Const("zero", Tensors.Of([0f], 1)).Const("side", Tensors.Of([-9f], 1, 1, 1, 1))
            .Node("y", "_FusedBatchNormEx", ["x", "one", "zero", "zero", "one", "side"], With(
                ("U", SmallGraph.Type(DType.Float32)), ("activation_mode", SmallGraph.Text("Relu")), ("is_training", SmallGraph.Bool(false)), ("num_side_inputs", SmallGraph.Int(1))))
            .Run("y", ("x", Tensors.Of([4f], 1, 1, 1, 1))).Values<float>();

        Assert.Equal([0f], result);
    }

    private static Dictionary<string, AttrValue> With(params (string Name, AttrValue Value)[] attributes)
    {
        var all = new Dictionary<string, AttrValue> { ["T"] = SmallGraph.Type(DType.Float32) };
        foreach ((string name, AttrValue value) in attributes)
        {
            all[name] = value;
        }

        return all;
    }

    private static AttrValue Texts(params string[] values)
    {
        var list = new AttrValue.Types.ListValue();
        list.S.AddRange(values.Select(Google.Protobuf.ByteString.CopyFromUtf8));
        return new AttrValue { List = list };
    }
}
