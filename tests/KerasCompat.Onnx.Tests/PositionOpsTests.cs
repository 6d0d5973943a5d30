using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

public sealed class PositionOpsTests
{
    [Theory]
    [InlineData(false, 2f)]
    [InlineData(true, 5f)]
    public void The_nth_element_is_counted_from_either_end(bool reverse, float expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("n", Tensors.Scalar(1)).Node("y", "NthElement", ["x", "n"], new() { ["reverse"] = SmallGraph.Bool(reverse) });

        Assert.Equal([expected], graph.Run("y", ("x", Tensors.Of([5f, 1, 7, 2], 4))).Values<float>());
    }

    [Fact]
    public void A_position_in_a_row_becomes_one_for_each_axis()
    {
        var graph = new SmallGraph().Input("i", DType.Int32, -1).Const("dims", Tensors.Of([3, 4], 2)).Node("y", "UnravelIndex", ["i", "dims"]);

        Assert.Equal([0, 1, 2, 3, 0, 3], graph.Run("y", ("i", Tensors.Of([3, 4, 11], 3))).Values<int>());
    }

    [Fact]
    public void A_shape_of_one_image_layout_is_put_in_the_order_of_another()
    {
        var graph = new SmallGraph().Input("s", DType.Int32, 4).Input("w", DType.Int32, 2).Node("y", "DataFormatVecPermute", ["s"]).Node("z", "DataFormatVecPermute", ["w"]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["y", "z"], ("s", Tensors.Of([1, 2, 3, 4], 4)), ("w", Tensors.Of([5, 6], 2)));

        Assert.Equal([1, 4, 2, 3], results[0].Values<int>());
        Assert.Equal([5, 6], results[1].Values<int>());
    }

    [Fact]
    public void Rows_are_replaced_and_changed()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("i", Tensors.Of([1], 1)).Input("v", DType.Float32, 1)
            .Node("update", "InplaceUpdate", ["x", "i", "v"]).Node("sub", "InplaceSub", ["x", "i", "v"]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["update", "sub"], ("x", Tensors.Of([1f, 2, 3], 3)), ("v", Tensors.Of([5f], 1)));

        Assert.Equal([1f, 5, 3], results[0].Values<float>());
        Assert.Equal([1f, -3, 3], results[1].Values<float>());
    }

    [Fact]
    public void Numbers_are_rounded_to_the_steps_of_the_side_that_needs_larger_ones()
    {
        // -1 is -128 steps of 1/128; 0.3 lies between 38 and 39 of them.
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("zero", Tensors.Scalar(0f)).Node("y", "QuantizeAndDequantizeV2", ["x", "zero", "zero"]);

        Assert.Equal([-1f, -0.5f, 0, 38 / 128f], graph.Run("y", ("x", Tensors.Of([-1f, -0.5f, 0, 0.3f], 4))).Values<float>());
    }

    [Fact]
    public void Numbers_outside_of_a_given_range_are_cut_off()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("min", Tensors.Scalar(0f)).Const("max", Tensors.Scalar(1.5f))
            .Node("y", "QuantizeAndDequantizeV2", ["x", "min", "max"], new() { ["signed_input"] = SmallGraph.Bool(false), ["num_bits"] = SmallGraph.Int(2), ["range_given"] = SmallGraph.Bool(true) });

        Assert.Equal([0f, 0.5f, 1.5f, 1.5f], graph.Run("y", ("x", Tensors.Of([-3f, 0.6f, 1.4f, 9], 4))).Values<float>());
    }

    [Fact]
    public void Features_of_boosted_trees_fall_into_the_bucket_before_the_boundary_they_reach()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("b", Tensors.Of([1f, 2, 3], 3)).Node("y", "BoostedTreesBucketize", ["x", "b"], outputs: [DType.Int32]);

        Assert.Equal([0, 0, 1, 2, 2], graph.Run("y", ("x", Tensors.Of([0f, 1, 1.5f, 3, 9], 5))).Values<int>());
    }
}
