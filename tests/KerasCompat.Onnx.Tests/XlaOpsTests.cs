using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>Ops of XLA as exports of JAX and of compiled functions hold them, by XLA's operation semantics.</summary>
public sealed class XlaOpsTests
{
    private static readonly Dictionary<string, AttrValue> Float = new() { ["T"] = SmallGraph.Type(DType.Float32) };

    [Fact]
    public void A_dot_has_batch_dimensions_then_those_of_the_left_and_of_the_right()
    {
        // [b, i, k] and [j, k, b] give [b, i, j].
        float[] left = Numbers(2 * 3 * 4, 1), right = Numbers(5 * 4 * 2, 2);
        float[] result = Graph().Input("l", DType.Float32, 2, 3, 4).Input("r", DType.Float32, 5, 4, 2)
            .Node("y", "XlaDot", ["l", "r"], With(("dimension_numbers", Message((1, [2]), (2, [1]), (3, [0]), (4, [2])))))
            .Run("y", ("l", Tensors.Of(left, 2, 3, 4)), ("r", Tensors.Of(right, 5, 4, 2))).Values<float>();

        for (int i = 0; i < result.Length; i++)
        {
            int b = i / 15, row = i / 5 % 3, column = i % 5;
            float expected = Enumerable.Range(0, 4).Sum(k => left[(((b * 3) + row) * 4) + k] * right[(((column * 4) + k) * 2) + b]);
            Assert.Equal(expected, result[i], 1e-5f);
        }
    }

    [Fact]
    public void A_convolution_dilates_the_image_and_has_its_dimensions_where_its_numbers_say()
    {
        // One channel, NWC, [1, 2, 3] dilated by 2 is [1, 0, 2, 0, 3]; padded by one in front, the filter [10, 1] slides over [0, 1, 0, 2, 0, 3].
        ConstantTensor result = Graph().Input("x", DType.Float32, 1, 3, 1).Input("w", DType.Float32, 2, 1, 1)
            .Const("strides", Tensors.Of([1], 1)).Const("padding", Tensors.Of([1, 0], 1, 2)).Const("image", Tensors.Of([2], 1)).Const("filter", Tensors.Of([1], 1)).Const("groups", Tensors.Scalar(1))
            .Node("y", "XlaConv", ["x", "w", "strides", "padding", "image", "filter", "groups"], With(("dimension_numbers", Message(
                (7, [0]), (8, [2]), (11, [1]), (3, [1]), (4, [2]), (6, [0]), (9, [0]), (10, [2]), (12, [1])))))
            .Run("y", ("x", Tensors.Of([1f, 2, 3], 1, 3, 1)), ("w", Tensors.Of([10f, 1], 2, 1, 1)));

        Assert.Equal([1f, 10, 2, 20, 3], result.Values<float>());
        Assert.Equal([1L, 5, 1], result.Shape);
    }

    [Fact]
    public void Padding_stands_between_elements_and_may_take_away()
    {
        float[] result = Graph().Input("x", DType.Float32, 3).Const("v", Tensors.Scalar(9f))
            .Const("low", Tensors.Of([2], 1)).Const("high", Tensors.Of([-1], 1)).Const("interior", Tensors.Of([1], 1))
            .Node("y", "XlaPad", ["x", "v", "low", "high", "interior"], Float)
            .Run("y", ("x", Tensors.Of([1f, 2, 3], 3))).Values<float>();

        Assert.Equal([9f, 9, 1, 9, 2, 9], result);
    }

    [Fact]
    public void A_slice_is_moved_into_the_tensor()
    {
        SmallGraph graph = Graph().Input("x", DType.Float32, 3, 3).Input("start", DType.Int32, 2).Const("size", Tensors.Of([2, 2], 2))
            .Node("y", "XlaDynamicSlice", ["x", "start", "size"], Float);

        Assert.Equal([3f, 4, 6, 7], graph.Run("y", ("x", Counting(9, 3, 3)), ("start", Tensors.Of([5, -1], 2))).Values<float>());
    }

    [Fact]
    public void An_update_is_moved_into_the_tensor()
    {
        float[] result = Graph().Input("x", DType.Float32, 3, 3).Input("u", DType.Float32, 2, 1).Input("start", DType.Int32, 2)
            .Node("y", "XlaDynamicUpdateSlice", ["x", "u", "start"], Float)
            .Run("y", ("x", Counting(9, 3, 3)), ("u", Tensors.Of([50f, 60], 2, 1)), ("start", Tensors.Of([7, 1], 2))).Values<float>();

        Assert.Equal([0f, 1, 2, 3, 50, 5, 6, 60, 8], result);
    }

    [Fact]
    public void A_gather_of_rows_is_a_lookup()
    {
        // offset_dims [1], collapsed [0], start_index_map [0], index_vector_dim 1.
        float[] result = Graph().Input("x", DType.Float32, 3, 2).Input("i", DType.Int32, 4, 1).Const("size", Tensors.Of([1, 2], 2))
            .Node("y", "XlaGather", ["x", "i", "size"], With(("dimension_numbers", Message((1, [1]), (2, [0]), (3, [0]), (4, [1])))))
            .Run("y", ("x", Counting(6, 3, 2)), ("i", Tensors.Of([2, 0, 9, -3], 4, 1))).Values<float>();

        // Starts outside of the tensor are moved into it.
        Assert.Equal([4f, 5, 0, 1, 4, 5, 0, 1], result);
    }

    [Fact]
    public void A_gather_of_windows_puts_their_dimensions_where_it_is_told()
    {
        // Windows [2, 2] of [3, 4]; the starts [2, 2] have their vector first; the result is [2, batch, 2].
        float[] result = Graph().Input("x", DType.Float32, 3, 4).Input("i", DType.Int32, 2, 2).Const("size", Tensors.Of([2, 2], 2))
            .Node("y", "XlaGather", ["x", "i", "size"], With(("dimension_numbers", Message((1, [0, 2]), (3, [1, 0]), (4, [0])))))
            .Run("y", ("x", Counting(12, 3, 4)), ("i", Tensors.Of([0, 2, 1, 0], 2, 2))).Values<float>();

        // Starts: columns 0 and 2, rows 1 and 0.
        Assert.Equal([4f, 5, 2, 3, 8, 9, 6, 7], result);
    }

    [Theory]
    [InlineData("AddV2", new[] { 0f, 1, 2, 43, 4, 5 })]
    [InlineData("Maximum", new[] { 0f, 1, 2, 30, 4, 5 })]
    [InlineData("Minimum", new[] { 0f, 1, 2, 3, 4, 5 })]
    public void A_scatter_combines_slices_and_leaves_out_those_that_do_not_fit(string op, float[] expected)
    {
        float[] result = Graph().Function(Binary("combine", op)).Input("x", DType.Float32, 6).Input("i", DType.Int32, 3, 1).Input("u", DType.Float32, 3)
            .Node("y", "XlaScatter", ["x", "i", "u"], With(("update_computation", SmallGraph.Function("combine")), ("dimension_numbers", Message((2, [0]), (3, [0]), (4, [1])))))
            .Run("y", ("x", Counting(6, 6)), ("i", Tensors.Of([3, 3, 6], 3, 1)), ("u", Tensors.Of([10f, 30, 99], 3))).Values<float>();

        Assert.Equal(expected, result);
    }

    [Fact]
    public void A_scatter_of_windows_replaces_them()
    {
        FunctionDef second = new SmallFunction("second").Argument("a", DType.Float32).Argument("b", DType.Float32).Result(DType.Float32, "b").Build();
        float[] result = Graph().Function(second).Input("x", DType.Float32, 3, 3).Input("i", DType.Int32, 1, 2).Input("u", DType.Float32, 2, 2, 1)
            .Node("y", "XlaScatter", ["x", "i", "u"], With(("update_computation", SmallGraph.Function("second")), ("dimension_numbers", Message((1, [0, 1]), (3, [0, 1]), (4, [1])))))
            .Run("y", ("x", Counting(9, 3, 3)), ("i", Tensors.Of([1, 1], 1, 2)), ("u", Tensors.Of([-1f, -2, -3, -4], 2, 2, 1))).Values<float>();

        Assert.Equal([0f, 1, 2, 3, -1, -2, 6, -3, -4], result);
    }

    [Theory]
    [InlineData("AddV2", 2f, new[] { 12f, 20 })]
    [InlineData("Maximum", 6f, new[] { 6f, 7 })]
    [InlineData("Mul", 5f, new[] { 0f, 1260 })]
    public void A_reduction_begins_with_its_first_value(string op, float first, float[] expected)
    {
        // The rows are 0, 1, 4, 5 and 2, 3, 6, 7.
        float[] result = Graph().Function(Binary("reducer", op)).Input("x", DType.Float32, 2, 2, 2).Const("init", Tensors.Scalar(first))
            .Node("y", "XlaReduce", ["x", "init"], With(("reducer", SmallGraph.Function("reducer")), ("dimensions_to_reduce", SmallGraph.Ints(0, 2))))
            .Run("y", ("x", Counting(8, 2, 2, 2))).Values<float>();

        Assert.Equal(expected, result);
    }

    [Fact]
    public void A_reduction_by_a_function_of_several_tensors_finds_the_largest_and_its_place()
    {
        var attributes = new Dictionary<string, AttrValue> { ["T"] = SmallGraph.Type(DType.Float32) };
        FunctionDef larger = new SmallFunction("larger")
            .Argument("a", DType.Float32).Argument("i", DType.Int32).Argument("b", DType.Float32).Argument("j", DType.Int32)
            .Node("first", "GreaterEqual", ["a", "b"], attributes)
            .Node("value", "SelectV2", ["first:z:0", "a", "b"], attributes)
            .Node("place", "SelectV2", ["first:z:0", "i", "j"], new() { ["T"] = SmallGraph.Type(DType.Int32) })
            .Result(DType.Float32, "value:output:0").Result(DType.Int32, "place:output:0").Build();
        SmallGraph graph = Graph().Function(larger).Input("x", DType.Float32, 2, 5).Input("p", DType.Int32, 2, 5)
            .Const("lowest", Tensors.Scalar(float.NegativeInfinity)).Const("none", Tensors.Scalar(-1))
            .Node("y", "XlaVariadicReduceV2", ["x", "p", "lowest", "none"], new()
            {
                ["T"] = SmallGraph.Types(DType.Float32, DType.Int32),
                ["reducer"] = SmallGraph.Function("larger"),
                ["dimensions_to_reduce"] = SmallGraph.Ints(1),
            });

        IReadOnlyList<ConstantTensor> result = graph.RunAll(
            ["y", "y:1"], ("x", Tensors.Of([3f, 1, 9, 2, 4, -5, -1, -2, -9, -3], 2, 5)), ("p", Tensors.Of([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], 2, 5)));

        Assert.Equal([9f, -1], result[0].Values<float>());
        Assert.Equal([2, 1], result[1].Values<int>());
    }

    [Fact]
    public void A_window_slides_over_a_padded_tensor()
    {
        float[] result = Graph().Function(Binary("reducer", "AddV2")).Input("x", DType.Float32, 5).Const("init", Tensors.Scalar(0f))
            .Const("window", Tensors.Of([3], 1)).Const("strides", Tensors.Of([2], 1)).Const("base", Tensors.Of([1], 1)).Const("dilations", Tensors.Of([1], 1)).Const("padding", Tensors.Of([1, 1], 1, 2))
            .Node("y", "XlaReduceWindow", ["x", "init", "window", "strides", "base", "dilations", "padding"], With(("computation", SmallGraph.Function("reducer"))))
            .Run("y", ("x", Tensors.Of([1f, 2, 3, 4, 5], 5))).Values<float>();

        Assert.Equal([3f, 9, 9], result);
    }

    [Fact]
    public void Tensors_are_sorted_by_the_first_in_the_order_of_the_function()
    {
        FunctionDef greater = new SmallFunction("greater")
            .Argument("a", DType.Float32).Argument("b", DType.Float32).Argument("i", DType.Int32).Argument("j", DType.Int32)
            .Node("is", "Greater", ["a", "b"], new() { ["T"] = SmallGraph.Type(DType.Float32) }).Result(DType.Bool, "is:z:0").Build();
        IReadOnlyList<ConstantTensor> result = Graph().Function(greater).Input("x", DType.Float32, 2, 3).Input("p", DType.Int32, 2, 3).Const("axis", Tensors.Scalar(1))
            .Node("y", "XlaVariadicSort", ["x", "p", "axis"], new() { ["T"] = SmallGraph.Types(DType.Float32, DType.Int32), ["comparator"] = SmallGraph.Function("greater"), ["is_stable"] = SmallGraph.Bool(true) })
            .RunAll(["y", "y:1"], ("x", Tensors.Of([1f, 3, 2, 5, 5, 6], 2, 3)), ("p", Tensors.Of([0, 1, 2, 3, 4, 5], 2, 3)));

        Assert.Equal([3f, 2, 1, 6, 5, 5], result[0].Values<float>());
        Assert.Equal([1, 2, 0, 5, 3, 4], result[1].Values<int>());
    }

    [Fact]
    public void Keys_are_sorted_with_their_values()
    {
        IReadOnlyList<ConstantTensor> result = Graph().Input("k", DType.Float32, 3).Input("v", DType.Int32, 3)
            .Node("y", "XlaKeyValueSort", ["k", "v"], new() { ["K"] = SmallGraph.Type(DType.Float32), ["V"] = SmallGraph.Type(DType.Int32) })
            .RunAll(["y", "y:1"], ("k", Tensors.Of([3f, 1, 2], 3)), ("v", Tensors.Of([30, 10, 20], 3)));

        Assert.Equal([1f, 2, 3], result[0].Values<float>());
        Assert.Equal([10, 20, 30], result[1].Values<int>());
    }

    [Fact]
    public void The_side_of_the_lower_rank_gets_the_dimensions_that_it_lacks()
    {
        IReadOnlyList<ConstantTensor> result = Graph().Input("l", DType.Float32, 2, 3, 4).Input("r", DType.Float32, 3).Const("dims", Tensors.Of([1], 1))
            .Node("y", "XlaBroadcastHelper", ["l", "r", "dims"], Float)
            .RunAll(["y", "y:1"], ("l", Counting(24, 2, 3, 4)), ("r", Counting(3, 3)));

        Assert.Equal([2L, 3, 4], result[0].Shape);
        Assert.Equal([1L, 3, 1], result[1].Shape);
    }

    [Fact]
    public void Loops_and_branches_of_compiled_functions_are_those_of_others()
    {
        FunctionDef less = new SmallFunction("less").Argument("x", DType.Float32).Const("limit", 100f)
            .Node("is", "Less", ["x", "limit:output:0"], Float).Result(DType.Bool, "is:z:0").Build();
        FunctionDef twice = new SmallFunction("twice").Argument("x", DType.Float32).Node("y", "AddV2", ["x", "x"], Float).Result(DType.Float32, "y:z:0").Build();
        FunctionDef same = new SmallFunction("same").Argument("x", DType.Float32).Result(DType.Float32, "x").Build();
        SmallGraph graph = Graph().Function(less).Function(twice).Function(same).Input("x", DType.Float32).Input("p", DType.Bool)
            .Node("loop", "XlaWhile", ["x"], new() { ["T"] = SmallGraph.Types(DType.Float32), ["cond"] = SmallGraph.Function("less"), ["body"] = SmallGraph.Function("twice") })
            .Node("branch", "XlaIf", ["p", "loop"], new() { ["Tout"] = SmallGraph.Types(DType.Float32), ["then_branch"] = SmallGraph.Function("twice"), ["else_branch"] = SmallGraph.Function("same") });

        Assert.Equal([256f], graph.Run("branch", ("x", Tensors.Scalar(1f)), ("p", Tensors.Scalar(true))).Values<float>());
        Assert.Equal([128f], graph.Run("branch", ("x", Tensors.Scalar(1f)), ("p", Tensors.Scalar(false))).Values<float>());
    }

    [Fact]
    public void A_program_in_another_language_is_refused_with_the_reason()
    {
        SmallGraph graph = Graph().Input("x", DType.Float32, 2).Node("y", "XlaCallModule", ["x"], new() { ["Tout"] = SmallGraph.Types(DType.Float32) });

        Assert.Contains("StableHLO", Assert.Throws<UnsupportedOpsException>(() => graph.Translate("y")).Message, StringComparison.Ordinal);
    }

    private static SmallGraph Graph() => new();

    private static Dictionary<string, AttrValue> With(params (string Name, AttrValue Value)[] attributes)
    {
        var all = new Dictionary<string, AttrValue>(Float);
        foreach ((string name, AttrValue value) in attributes)
        {
            all[name] = value;
        }

        return all;
    }

    private static FunctionDef Binary(string name, string op) => new SmallFunction(name)
        .Argument("a", DType.Float32).Argument("b", DType.Float32).Node("y", op, ["a", "b"], Float).Result(DType.Float32, "y:z:0").Build();

    /// <summary>A message of lists of integers.</summary>
    private static AttrValue Message(params (int Field, long[] Values)[] fields)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            foreach ((int field, long[] values) in fields)
            {
                foreach (long value in values)
                {
                    output.WriteTag(field, WireFormat.WireType.Varint);
                    output.WriteInt64(value);
                }
            }
        }

        return new AttrValue { S = ByteString.CopyFrom(stream.ToArray()) };
    }

    private static ConstantTensor Counting(int count, params long[] shape) => Tensors.Of([.. Enumerable.Range(0, count).Select(i => (float)i)], shape);

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
