using KerasCompat.Contracts;

namespace KerasCompat.Onnx.Tests;

public sealed class ElementwiseOpsTests
{
    [Fact]
    public void Relu6_cuts_off_below_zero_and_above_six()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("y", "Relu6", ["x"]);

        float[] result = graph.Run("y", ("x", Tensors.Of([-1f, 3f, 7f], 3))).Values<float>();

        Assert.Equal([0f, 3f, 6f], result);
    }

    [Fact]
    public void An_add_of_a_type_without_a_kernel_is_computed_in_a_wider_one()
    {
        var graph = new SmallGraph().Input("x", DType.Float16, -1).Node("y", "AddV2", ["x", "x"]);

        Half[] result = graph.Run("y", ("x", Tensors.Of([(Half)1.5, (Half)(-2)], 2))).Values<Half>();

        Assert.Equal([(Half)3, (Half)(-4)], result);
    }

    [Fact]
    public void Several_unsupported_ops_are_reported_together()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("a", "NoSuchOp", ["x"], outputs: [DType.Float32]).Node("b", "NorThis", ["a"], outputs: [DType.Float32]);

        var thrown = Assert.Throws<UnsupportedOpsException>(() => graph.Translate("b"));

        Assert.Equal(["NoSuchOp", "NorThis"], thrown.Ops.Select(o => o.Op));
    }

    [Fact]
    public void A_placeholder_that_nobody_feeds_is_named()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("phase", "Placeholder", [], new() { ["dtype"] = SmallGraph.Type(DType.Float32) }, [DType.Float32]).Node("y", "AddV2", ["x", "phase"]);

        UnsupportedOp unsupported = Assert.Single(Assert.Throws<UnsupportedOpsException>(() => graph.Translate("y")).Ops);

        Assert.Contains("the placeholder 'phase'", unsupported.Reason, StringComparison.Ordinal);
    }
}
