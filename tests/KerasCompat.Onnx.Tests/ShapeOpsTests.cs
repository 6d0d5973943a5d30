using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

public sealed class ShapeOpsTests
{
    [Theory]
    [InlineData(new[] { 3, 1 }, new[] { 1, 4 }, new[] { 3, 4 })]
    [InlineData(new[] { 5 }, new[] { 2, 3, 1 }, new[] { 2, 3, 5 })]
    [InlineData(new[] { 1 }, new[] { 0 }, new[] { 0 })]
    [InlineData(new int[0], new[] { 2, 3 }, new[] { 2, 3 })]
    public void Shapes_broadcast(int[] a, int[] b, int[] expected)
    {
        var known = new SmallGraph().Input("a", DType.Int32, a.Length).Input("b", DType.Int32, b.Length).Node("y", "BroadcastArgs", ["a", "b"]);
        var unknown = new SmallGraph().Input("a", DType.Int32, -1).Input("b", DType.Int32, -1).Node("y", "BroadcastArgs", ["a", "b"]);
        (string, ConstantTensor)[] inputs = [("a", Tensors.Of(a, a.Length)), ("b", Tensors.Of(b, b.Length))];

        Assert.Equal(expected, known.Run("y", inputs).Values<int>());
        Assert.Equal(expected, unknown.Run("y", inputs).Values<int>());
    }

    [Fact]
    public void Squeeze_without_axes_drops_every_axis_of_one()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, 1, 3, 1).Input("u", DType.Float32, null).Node("y", "Squeeze", ["x"]).Node("z", "Squeeze", ["u"]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["y", "z"], ("x", Tensors.Of([1f, 2, 3], 1, 3, 1)), ("u", Tensors.Of([1f, 2], 2, 1)));

        Assert.Equal([3L], results[0].Shape);
        Assert.Equal([2L], results[1].Shape);
    }

    [Fact]
    public void An_axis_computed_at_run_time_can_be_added()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, 2, 3).Input("axis", DType.Int32).Node("y", "ExpandDims", ["x", "axis"]);

        ConstantTensor result = graph.Run("y", ("x", Tensors.Of(new float[6], 2, 3)), ("axis", Tensors.Scalar(-2)));

        Assert.Equal([2L, 1, 3], result.Shape);
    }

    [Fact]
    public void A_batch_of_zero_is_reshaped()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 12).Const("shape", Tensors.Of([-1, 3, 4], 3)).Node("y", "Reshape", ["x", "shape"]);

        ConstantTensor result = graph.Run("y", ("x", Tensors.Of(Array.Empty<float>(), 0, 12)));

        Assert.Equal([0L, 3, 4], result.Shape);
    }

    [Fact]
    public void A_permutation_computed_at_run_time_is_inverted()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1).Node("y", "InvertPermutation", ["x"]);

        Assert.Equal([2, 4, 3, 0, 1], graph.Run("y", ("x", Tensors.Of([3, 4, 0, 2, 1], 5))).Values<int>());
    }

    [Fact]
    public void Indices_without_a_position_are_off_everywhere()
    {
        var graph = new SmallGraph().Input("i", DType.Int32, -1).Const("depth", Tensors.Scalar(3)).Const("on", Tensors.Scalar(5f)).Const("off", Tensors.Scalar(-1f))
            .Node("last", "OneHot", ["i", "depth", "on", "off"]).Node("first", "OneHot", ["i", "depth", "on", "off"], new() { ["axis"] = SmallGraph.Int(0) });

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["last", "first"], ("i", Tensors.Of([1, -1, 3], 3)));

        Assert.Equal([-1f, 5, -1, -1, -1, -1, -1, -1, -1], results[0].Values<float>());
        Assert.Equal([-1f, -1, -1, 5, -1, -1, -1, -1, -1], results[1].Values<float>());
    }

    [Theory]
    [InlineData(1, 0, new[] { 3f, 4, 5, 0, 1, 2 })]
    [InlineData(-1, 1, new[] { 1f, 2, 0, 4, 5, 3 })]
    [InlineData(4, 1, new[] { 2f, 0, 1, 5, 3, 4 })]
    public void What_rolls_out_at_the_end_comes_in_at_the_beginning(int shift, int axis, float[] expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, -1).Input("shift", DType.Int32).Const("axis", Tensors.Scalar(axis)).Node("y", "Roll", ["x", "shift", "axis"]);

        Assert.Equal(expected, graph.Run("y", ("x", Tensors.Of([0f, 1, 2, 3, 4, 5], 2, 3)), ("shift", Tensors.Scalar(shift))).Values<float>());
    }

    [Theory]
    [InlineData("REFLECT", new[] { 2f, 1, 0, 1, 2, 1 })]
    [InlineData("SYMMETRIC", new[] { 1f, 0, 0, 1, 2, 2 })]
    public void Mirrors_stand_at_or_behind_the_edge(string mode, float[] expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Const("pads", Tensors.Of([2, 1], 1, 2)).Node("y", "MirrorPad", ["x", "pads"], new() { ["mode"] = SmallGraph.Text(mode) });

        Assert.Equal(expected, graph.Run("y", ("x", Tensors.Of([0f, 1, 2], 3))).Values<float>());
    }

    [Fact]
    public void A_size_of_minus_one_is_what_the_other_parts_leave()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 2).Const("sizes", Tensors.Of([1, -1, 2], 3)).Const("axis", Tensors.Scalar(0))
            .Node("y", "SplitV", ["x", "sizes", "axis"], outputs: [DType.Float32, DType.Float32, DType.Float32]);

        IReadOnlyList<ConstantTensor> parts = graph.RunAll(["y:0", "y:1", "y:2"], ("x", Tensors.Of(new float[10], 5, 2)));

        Assert.Equal([1L, 2, 2], parts.Select(p => p.Shape[0]));
    }

    [Fact]
    public void A_vector_of_conditions_selects_rows()
    {
        var graph = new SmallGraph().Input("c", DType.Bool, -1).Input("x", DType.Float32, -1, 2).Input("z", DType.Float32, -1, 2).Node("y", "Select", ["c", "x", "z"]);

        float[] result = graph.Run("y", ("c", Tensors.Of([true, false], 2)), ("x", Tensors.Of([1f, 2, 3, 4], 2, 2)), ("z", Tensors.Of([5f, 6, 7, 8], 2, 2))).Values<float>();

        Assert.Equal([1f, 2, 7, 8], result);
    }

    [Fact]
    public void A_condition_of_unknown_rank_selects_rows_too()
    {
        var graph = new SmallGraph().Input("c", DType.Bool, null).Input("x", DType.Float32, null).Input("z", DType.Float32, null).Node("y", "Select", ["c", "x", "z"]);

        float[] result = graph.Run("y", ("c", Tensors.Of([true, false], 2)), ("x", Tensors.Of([1f, 2, 3, 4], 2, 2)), ("z", Tensors.Of([5f, 6, 7, 8], 2, 2))).Values<float>();

        Assert.Equal([1f, 2, 7, 8], result);
    }

    [Fact]
    public void The_last_of_a_linear_space_is_the_stop_itself()
    {
        var graph = new SmallGraph().Const("a", Tensors.Scalar(0f)).Const("b", Tensors.Scalar(0.7f)).Input("n", DType.Int32).Node("y", "LinSpace", ["a", "b", "n"]);

        Assert.Equal(0.7f, graph.Run("y", ("n", Tensors.Scalar(8))).Values<float>()[^1]);
        Assert.Equal([0f], graph.Run("y", ("n", Tensors.Scalar(1))).Values<float>());
    }

    [Theory]
    [InlineData(-1, 0, new[] { 1f, 0, 0, 4, 5, 0, 7, 8, 9 })]
    [InlineData(0, -1, new[] { 1f, 2, 3, 0, 5, 6, 0, 0, 9 })]
    [InlineData(1, 0, new[] { 1f, 0, 0, 4, 5, 0, 0, 8, 9 })]
    [InlineData(-1, -1, new[] { 1f, 2, 3, 4, 5, 6, 7, 8, 9 })]
    public void A_band_keeps_so_many_diagonals_on_each_side(int lower, int upper, float[] expected)
    {
        var constant = new SmallGraph().Input("x", DType.Float32, 3, 3).Const("l", Tensors.Scalar(lower)).Const("u", Tensors.Scalar(upper)).Node("y", "MatrixBandPart", ["x", "l", "u"]);
        var computed = new SmallGraph().Input("x", DType.Float32, -1, -1).Input("l", DType.Int32).Input("u", DType.Int32).Node("y", "MatrixBandPart", ["x", "l", "u"]);
        ConstantTensor nine = Tensors.Of([1f, 2, 3, 4, 5, 6, 7, 8, 9], 3, 3);

        Assert.Equal(expected, constant.Run("y", ("x", nine)).Values<float>());
        Assert.Equal(expected, computed.Run("y", ("x", nine), ("l", Tensors.Scalar(lower)), ("u", Tensors.Scalar(upper))).Values<float>());
    }

    [Theory]
    [InlineData(0, new[] { 1f, 6 })]
    [InlineData(1, new[] { 2f, 7 })]
    [InlineData(2, new[] { 3f, 8 })]
    [InlineData(3, new[] { 4f })]
    [InlineData(-1, new[] { 5f })]
    public void A_diagonal_is_taken_and_set(int k, float[] expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, -1).Const("k", Tensors.Scalar(k)).Const("pad", Tensors.Scalar(0f)).Const("d", Tensors.Of([.. expected.Select(v => -v)], expected.Length))
            .Node("part", "MatrixDiagPartV3", ["x", "k", "pad"]).Node("set", "MatrixSetDiagV3", ["x", "d", "k"]);
        float[] eight = [1f, 2, 3, 4, 5, 6, 7, 8];

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["part", "set"], ("x", Tensors.Of(eight, 2, 4)));

        Assert.Equal(expected, results[0].Values<float>());
        Assert.Equal(eight.Select(v => expected.Contains(v) ? -v : v), results[1].Values<float>());
    }

    [Fact]
    public void A_diagonal_beside_the_main_one_makes_a_larger_matrix()
    {
        var graph = new SmallGraph().Input("d", DType.Float32, -1).Const("k", Tensors.Scalar(-1)).Const("n", Tensors.Scalar(-1)).Const("pad", Tensors.Scalar(9f))
            .Node("y", "MatrixDiagV3", ["d", "k", "n", "n", "pad"]);

        Assert.Equal([9f, 9, 9, 1, 9, 9, 9, 2, 9], graph.Run("y", ("d", Tensors.Of([1f, 2], 2))).Values<float>());
    }

    [Fact]
    public void Sizes_of_the_input_become_constants_of_a_reshape()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, -1, 6).Node("s", "Shape", ["x"]).Const("three", Tensors.Scalar(3)).Const("two", Tensors.Scalar(2))
            .Node("u", "Unpack", ["s"], outputs: [DType.Int32, DType.Int32, DType.Int32])
            .Node("p", "Pack", ["u:0", "u:1", "two", "three"]).Node("y", "Reshape", ["x", "p"]);

        Program.OnnxStep step = Assert.IsType<Program.OnnxStep>(Assert.Single(graph.Translate("y").Steps));

        Assert.Equal(["Reshape"], step.Model.Graph.Node.Select(n => n.OpType));
    }
}
