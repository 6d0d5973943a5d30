using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

public sealed class ReductionOpsTests
{
    [Theory]
    [InlineData("Sum", 0f)]
    [InlineData("Prod", 1f)]
    [InlineData("Mean", float.NaN)]
    [InlineData("Max", float.NegativeInfinity)]
    [InlineData("Min", float.PositiveInfinity)]
    public void Reducing_nothing_gives_the_neutral_element(string op, float expected)
    {
        foreach (long rows in (long[])[0, -1])
        {
            var graph = new SmallGraph().Input("x", DType.Float32, rows, 2).Const("axis", Tensors.Of([0], 1)).Node("y", op, ["x", "axis"]);

            float[] result = graph.Run("y", ("x", Tensors.Of(Array.Empty<float>(), 0, 2))).Values<float>();

            Assert.Equal([expected, expected], result);
        }
    }

    [Theory]
    [InlineData("Sum")]
    [InlineData("Max")]
    [InlineData("Mean")]
    public void The_last_axis_of_an_empty_tensor_is_reduced_too(string op)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, -1, 4).Const("axis", Tensors.Of([-1], 1)).Node("y", op, ["x", "axis"]);

        Assert.Equal([0L, 3], graph.Run("y", ("x", Tensors.Of(Array.Empty<float>(), 0, 3, 4))).Shape);
    }

    [Theory]
    [InlineData("All", true)]
    [InlineData("Any", false)]
    public void Of_nothing_all_are_true_and_none_is(string op, bool expected)
    {
        var graph = new SmallGraph().Input("x", DType.Bool, -1).Const("axis", Tensors.Of([0], 1)).Node("y", op, ["x", "axis"]);

        Assert.Equal([expected], graph.Run("y", ("x", Tensors.Of(Array.Empty<bool>(), 0))).Values<bool>());
    }

    [Fact]
    public void Axes_computed_at_run_time_are_reduced()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, 2, 3).Input("axes", DType.Int32, -1).Node("y", "Sum", ["x", "axes"], new() { ["keep_dims"] = SmallGraph.Bool(true) });
        ConstantTensor six = Tensors.Of([1f, 2, 3, 4, 5, 6], 2, 3);

        Assert.Equal([6f, 15], graph.Run("y", ("x", six), ("axes", Tensors.Of([-1], 1))).Values<float>());
        Assert.Equal([21f], graph.Run("y", ("x", six), ("axes", Tensors.Of([0, 1], 2))).Values<float>());
        Assert.Equal([1f, 2, 3, 4, 5, 6], graph.Run("y", ("x", six), ("axes", Tensors.Of(Array.Empty<int>(), 0))).Values<float>());
    }

    [Fact]
    public void No_axes_leave_the_tensor_as_it_is()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("axes", Tensors.Of(Array.Empty<int>(), 0)).Node("y", "Max", ["x", "axes"]);

        Assert.Equal([1f, 2], graph.Run("y", ("x", Tensors.Of([1f, 2], 2))).Values<float>());
    }

    [Fact]
    public void The_mean_of_integers_is_cut_off()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1).Const("axis", Tensors.Of([0], 1)).Node("y", "Mean", ["x", "axis"]);

        Assert.Equal([2], graph.Run("y", ("x", Tensors.Of([1, 2, 5], 3))).Values<int>());
        Assert.Equal([-2], graph.Run("y", ("x", Tensors.Of([-1, -2, -5], 3))).Values<int>());
    }

    [Theory]
    [InlineData(false, false, new[] { 2f, 6, 24 })]
    [InlineData(true, false, new[] { 1f, 2, 6 })]
    [InlineData(false, true, new[] { 24f, 12, 4 })]
    [InlineData(true, true, new[] { 12f, 4, 1 })]
    public void Products_run_along_an_axis(bool exclusive, bool reverse, float[] expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("axis", Tensors.Scalar(-1))
            .Node("y", "Cumprod", ["x", "axis"], new() { ["exclusive"] = SmallGraph.Bool(exclusive), ["reverse"] = SmallGraph.Bool(reverse) });

        Assert.Equal(expected, graph.Run("y", ("x", Tensors.Of([2f, 3, 4], 3))).Values<float>());
    }

    [Fact]
    public void Logarithms_of_sums_run_along_an_axis_without_overflow()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("axis", Tensors.Scalar(0)).Node("y", "CumulativeLogsumexp", ["x", "axis"]);

        float[] result = graph.Run("y", ("x", Tensors.Of([float.NegativeInfinity, 1000f, 1000f], 3))).Values<float>();

        Assert.Equal(float.NegativeInfinity, result[0]);
        Assert.Equal(1000f, result[1]);
        Assert.Equal(1000.6931f, result[2], 1e-3f);
    }

    [Fact]
    public void A_running_sum_starts_where_it_is_told()
    {
        var graph = new SmallGraph().Input("x", DType.Int64, -1, 2).Const("axis", Tensors.Scalar(0)).Node("y", "Cumsum", ["x", "axis"], new() { ["exclusive"] = SmallGraph.Bool(true), ["reverse"] = SmallGraph.Bool(true) });

        Assert.Equal([8L, 10, 5, 6, 0, 0], graph.Run("y", ("x", Tensors.Of([1L, 2, 3, 4, 5, 6], 3, 2))).Values<long>());
    }

    [Theory]
    [InlineData("SegmentSum", new[] { 4f, 0, -5 })]
    [InlineData("SegmentMean", new[] { 2f, 0, -5 })]
    [InlineData("SegmentMax", new[] { 3f, 0, -5 })]
    [InlineData("SegmentMin", new[] { 1f, 0, -5 })]
    [InlineData("SegmentProd", new[] { 3f, 1, -5 })]
    public void Segments_without_rows_have_a_value(string op, float[] expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Input("ids", DType.Int32, -1).Node("y", op, ["x", "ids"]);

        Assert.Equal(expected, graph.Run("y", ("x", Tensors.Of([1f, 3, -5], 3)), ("ids", Tensors.Of([0, 0, 2], 3))).Values<float>());
    }

    [Theory]
    [InlineData("UnsortedSegmentSum", new[] { -2f, 1, 0 })]
    [InlineData("UnsortedSegmentMax", new[] { 3f, 1, -3.4028235e38f })]
    [InlineData("UnsortedSegmentMin", new[] { -5f, 1, 3.4028235e38f })]
    [InlineData("UnsortedSegmentProd", new[] { -15f, 1, 1 })]
    public void Rows_of_negative_segments_are_dropped(string op, float[] expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Input("ids", DType.Int32, -1).Const("n", Tensors.Scalar(3)).Node("y", op, ["x", "ids", "n"]);

        Assert.Equal(expected, graph.Run("y", ("x", Tensors.Of([1f, 3, -5, 100], 4)), ("ids", Tensors.Of([1, 0, 0, -1], 4))).Values<float>());
    }

    [Theory]
    [InlineData("SparseSegmentSum", new[] { 4f, 6, 0, 0, 5, 6 })]
    [InlineData("SparseSegmentMean", new[] { 2f, 3, 0, 0, 5, 6 })]
    public void Sparse_segments_pick_their_rows(string op, float[] expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 2).Input("i", DType.Int32, -1).Input("ids", DType.Int32, -1).Node("y", op, ["x", "i", "ids"]);

        float[] result = graph.Run("y", ("x", Tensors.Of([1f, 2, 3, 4, 5, 6], 3, 2)), ("i", Tensors.Of([0, 1, 2], 3)), ("ids", Tensors.Of([0, 0, 2], 3))).Values<float>();

        Assert.Equal(expected, result);
    }

    [Fact]
    public void Counts_pass_over_values_beyond_the_last_bin()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1).Const("n", Tensors.Scalar(3)).Const("none", Tensors.Of(Array.Empty<float>(), 0)).Input("w", DType.Float32, 4)
            .Node("plain", "Bincount", ["x", "n", "none"]).Node("weighted", "DenseBincount", ["x", "n", "w"]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["plain", "weighted"], ("x", Tensors.Of([2, 0, 2, 7], 4)), ("w", Tensors.Of([0.5f, 1, 2, 8], 4)));

        Assert.Equal([1f, 0, 2], results[0].Values<float>());
        Assert.Equal([1f, 0, 2.5f], results[1].Values<float>());
    }

    [Fact]
    public void Weights_of_unknown_number_are_those_of_the_values()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1).Const("n", Tensors.Scalar(2)).Input("w", DType.Float32, -1).Node("y", "Bincount", ["x", "n", "w"]);

        Assert.Equal([3f, 4], graph.Run("y", ("x", Tensors.Of([0, 1, 0], 3)), ("w", Tensors.Of([1f, 4, 2], 3))).Values<float>());
    }

    [Fact]
    public void Rows_are_counted_by_themselves()
    {
        var graph = new SmallGraph().Input("x", DType.Int64, -1, -1).Const("n", Tensors.Scalar(3L)).Const("none", Tensors.Of(Array.Empty<float>(), 0))
            .Node("counts", "DenseBincount", ["x", "n", "none"]).Node("occurs", "DenseBincount", ["x", "n", "none"], new() { ["binary_output"] = SmallGraph.Bool(true), ["T"] = SmallGraph.Type(DType.Float32) }, [DType.Float32]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["counts", "occurs"], ("x", Tensors.Of([1L, 1, 0, 2, 2, 2], 2, 3)));

        Assert.Equal([1f, 2, 0, 0, 0, 3], results[0].Values<float>());
        Assert.Equal([1f, 1, 0, 0, 0, 1], results[1].Values<float>());
    }

    [Fact]
    public void The_largest_come_first_and_of_equals_the_earlier()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1, -1).Input("k", DType.Int32).Node("y", "TopKV2", ["x", "k"], outputs: [DType.Int32, DType.Int32]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["y:0", "y:1"], ("x", Tensors.Of([3, 7, 7, 1], 1, 4)), ("k", Tensors.Scalar(3)));

        Assert.Equal([7, 7, 3], results[0].Values<int>());
        Assert.Equal([1, 2, 0], results[1].Values<int>());
    }

    [Fact]
    public void A_target_is_among_the_top_unless_numbers_are_not_finite()
    {
        var graph = new SmallGraph().Input("p", DType.Float32, -1, 3).Input("t", DType.Int32, -1).Const("k", Tensors.Scalar(1)).Node("y", "InTopKV2", ["p", "t", "k"], outputs: [DType.Bool]);

        bool[] result = graph.Run("y", ("p", Tensors.Of([1f, 5, 2, 5, 5, 1, 1, float.NaN, 3, 1, 2, 3], 4, 3)), ("t", Tensors.Of([1, 0, 2, 7], 4))).Values<bool>();

        Assert.Equal([true, true, false, false], result);
    }
}
