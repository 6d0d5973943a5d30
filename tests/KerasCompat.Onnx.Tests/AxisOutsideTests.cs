using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

/// <summary>An axis that a tensor does not have is refused by the op that is given it, as TensorFlow does; it is no defect of the translator.</summary>
public sealed class AxisOutsideTests
{
    [Theory]
    [InlineData("ArgMax", 2)]
    [InlineData("ArgMin", -3)]
    public void An_axis_beyond_the_rank_is_refused(string op, int axis)
    {
        SmallGraph graph = new SmallGraph()
            .Input("x", DType.Float32, 2, 3)
            .Const("axis", new ConstantTensor(DType.Int32, [], BitConverter.GetBytes(axis)))
            .Node("y", op, ["x", "axis"], new() { ["T"] = SmallGraph.Type(DType.Float32), ["Tidx"] = SmallGraph.Type(DType.Int32) }, [DType.Int64]);

        UnsupportedOp refused = Assert.Single(Assert.Throws<UnsupportedOpsException>(() => graph.Translate("y")).Ops);

        Assert.Contains($"axis {axis} lies outside a tensor of rank 2", refused.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_elements_of_a_scalar_are_refused()
    {
        SmallGraph graph = new SmallGraph()
            .Input("x", DType.Float32, [])
            .Const("k", new ConstantTensor(DType.Int32, [], BitConverter.GetBytes(1)))
            .Node("y", "TopKV2", ["x", "k"], new() { ["T"] = SmallGraph.Type(DType.Float32) }, [DType.Float32, DType.Int32]);

        Assert.Throws<UnsupportedOpsException>(() => graph.Translate("y"));
    }
}
