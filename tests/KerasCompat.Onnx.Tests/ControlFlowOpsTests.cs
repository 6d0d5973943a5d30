using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>TensorFlow 2's loops and branches: ops that call functions.</summary>
public sealed class ControlFlowOpsTests
{
    private static readonly Dictionary<string, AttrValue> Float = new() { ["T"] = SmallGraph.Type(DType.Float32) };
    private static readonly Dictionary<string, AttrValue> Int = new() { ["T"] = SmallGraph.Type(DType.Int32) };

    public static TheoryData<string> Signatures => ["cond", "cond_else", "while", "while_growing", "map_fn", "scan", "foldl", "tensor_array", "switch_case", "nested"];

    [Theory]
    [MemberData(nameof(Signatures))]
    public void Control_flow_computes_what_TensorFlow_does(string signature)
    {
        using var recorded = new RecordedModel("ops/control");

        Assert.Empty(recorded.Differences(recorded.Translate(signature)));
    }

    [Fact]
    public void A_loop_that_fills_a_list_from_its_beginning_carries_nothing()
    {
        using var recorded = new RecordedModel("ops/control");

        var loop = ((Program.OnnxStep)recorded.Translate("map_fn").Steps.Single()).Model.Graph.Node.Single(n => n.OpType == "Loop");

        Assert.True(loop.Input.Count <= 2, $"the loop carries {loop.Input.Count - 2} values");
    }

    [Theory]
    [InlineData(true, new[] { 1f, 2f, 1f, 2f })]
    [InlineData(false, new[] { 1f, 2f })]
    public void Branches_may_return_different_shapes(bool condition, float[] expected)
    {
        SmallGraph graph = new SmallGraph().Input("p", DType.Bool).Input("x", DType.Float32, -1)
            .Function(new SmallFunction("twice").Argument("a", DType.Float32).Const("axis", 0)
                .Node("c", "ConcatV2", ["a", "a", "axis:output:0"], new(Float) { ["N"] = SmallGraph.Int(2) }).Result(DType.Float32, "c:output:0").Build())
            .Function(new SmallFunction("same").Argument("a", DType.Float32).Result(DType.Float32, "a").Build())
            .Node("y", "StatelessIf", ["p", "x"], If("twice", "same"));

        Assert.Equal(expected, graph.Run("y", ("p", Tensors.Scalar(condition)), ("x", Tensors.Of([1f, 2f], 2))).Values<float>());
    }

    public static TheoryData<long[], bool[], float> Conditions => new()
    {
        { [], [true], 1f },
        { [], [false], 2f },
        { [1], [false], 1f },
        { [2], [false, false], 1f },
        { [0], [], 2f },
    };

    /// <summary>A scalar is true or not; of other tensors those with elements are true (tensorflow/core/kernels/functional_ops.cc, ToBool).</summary>
    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_condition_whose_rank_shows_at_run_time_is_a_scalar_or_counts_elements(long[] shape, bool[] values, float expected)
    {
        // given
        SmallGraph graph = new SmallGraph().Input("p", DType.Bool, null).Input("x", DType.Float32)
            .Function(new SmallFunction("one").Argument("a", DType.Float32).Const("c", 1f).Result(DType.Float32, "c:output:0").Build())
            .Function(new SmallFunction("two").Argument("a", DType.Float32).Const("c", 2f).Result(DType.Float32, "c:output:0").Build())
            .Node("y", "StatelessIf", ["p", "x"], If("one", "two"));

        // when
        float[] result = graph.Run("y", ("p", Tensors.Of(values, shape)), ("x", Tensors.Scalar(0f))).Values<float>();

        // then
        Assert.Equal([expected], result);
    }

    [Fact]
    public void A_branch_on_a_constant_is_written_without_the_other()
    {
        SmallGraph graph = new SmallGraph().Const("p", Tensors.Scalar(false)).Input("x", DType.Float32, -1)
            .Function(new SmallFunction("unknown").Argument("a", DType.Float32).Node("u", "NoSuchOp", ["a"], Float).Result(DType.Float32, "u:y:0").Build())
            .Function(new SmallFunction("negated").Argument("a", DType.Float32).Node("n", "Neg", ["a"], Float).Result(DType.Float32, "n:y:0").Build())
            .Node("y", "StatelessIf", ["p", "x"], If("unknown", "negated"));

        Assert.Equal(["Neg"], OnnxOps.Of(graph.Translate("y")));
    }

    [Fact]
    public void A_branch_made_for_a_gpu_gives_way_to_the_one_that_computes_the_same()
    {
        SmallGraph graph = new SmallGraph().Input("p", DType.Bool).Input("x", DType.Float32, -1)
            .Function(new SmallFunction("gpu").Argument("a", DType.Float32).Node("u", "CudnnRNNV3", ["a"], Float).Result(DType.Float32, "u:output:0").Build())
            .Function(new SmallFunction("standard").Argument("a", DType.Float32).Node("n", "Neg", ["a"], Float).Result(DType.Float32, "n:y:0").Build())
            .Node("y", "If", ["p", "x"], If("gpu", "standard"));

        Assert.Equal(["Neg"], OnnxOps.Of(graph.Translate("y")));
    }

    [Theory]
    [InlineData(0, 1f)]
    [InlineData(1, -1f)]
    [InlineData(2, 3f)]
    [InlineData(7, 3f)]
    [InlineData(-1, 3f)]
    public void A_case_outside_of_the_branches_takes_the_last(int index, float expected)
    {
        SmallGraph graph = new SmallGraph().Input("i", DType.Int32).Input("x", DType.Float32)
            .Function(new SmallFunction("f0").Argument("a", DType.Float32).Result(DType.Float32, "a").Build())
            .Function(new SmallFunction("f1").Argument("a", DType.Float32).Node("n", "Neg", ["a"], Float).Result(DType.Float32, "n:y:0").Build())
            .Function(new SmallFunction("f2").Argument("a", DType.Float32).Const("two", 2f).Node("n", "AddV2", ["a", "two:output:0"], Float).Result(DType.Float32, "n:z:0").Build())
            .Node("y", "StatelessCase", ["i", "x"], new() { ["branches"] = Functions("f0", "f1", "f2"), ["Tout"] = SmallGraph.Types(DType.Float32) });

        Assert.Equal([expected], graph.Run("y", ("i", Tensors.Scalar(index)), ("x", Tensors.Scalar(1f))).Values<float>());
    }

    [Theory]
    [InlineData(100f, 7)]
    [InlineData(0.5f, 0)]
    public void A_loop_whose_end_depends_on_its_data_counts_its_iterations(float limit, int expected)
    {
        SmallGraph graph = new SmallGraph().Input("limit", DType.Float32).Const("zero", Tensors.Scalar(0)).Const("one", Tensors.Scalar(1f))
            .Function(new SmallFunction("goes").Argument("i", DType.Int32).Argument("v", DType.Float32).Argument("l", DType.Float32)
                .Node("less", "Less", ["v", "l"], Float).Result(DType.Bool, "less:z:0").Build())
            .Function(new SmallFunction("doubles").Argument("i", DType.Int32).Argument("v", DType.Float32).Argument("l", DType.Float32).Const("step", 1)
                .Node("next", "AddV2", ["i", "step:output:0"], Int).Node("twice", "AddV2", ["v", "v"], Float)
                .Result(DType.Int32, "next:z:0").Result(DType.Float32, "twice:z:0").Result(DType.Float32, "l").Build())
            .Node("loop", "StatelessWhile", ["zero", "one", "limit"], While("goes", "doubles", DType.Int32, DType.Float32, DType.Float32));

        Assert.Equal([expected], graph.Run("loop:0", ("limit", Tensors.Scalar(limit))).Values<int>());
    }

    [Theory]
    [InlineData("If")]
    [InlineData("StatelessIf")]
    [InlineData("XlaIf")]
    public void A_branch_that_fails_does_so_only_if_the_loop_around_it_runs(string op)
    {
        // given a loop whose body reshapes two numbers to three, if it runs at all
        SmallGraph graph = new SmallGraph().Input("trips", DType.Int32).Input("p", DType.Bool).Input("x", DType.Float32, null).Const("zero", Tensors.Scalar(0)).Const("none", Tensors.Of([0f, 0f, 0f], 3))
            .Function(new SmallFunction("fails").Argument("a", DType.Float32).Constant("three", Tensors.Of([3], 1)).Node("r", "Reshape", ["a", "three:output:0"], Float).Result(DType.Float32, "r:output:0").Build())
            .Function(new SmallFunction("same").Argument("a", DType.Float32).Result(DType.Float32, "a").Build())
            .Function(Body("goes").Node("less", "Less", ["i", "n"], Int).Result(DType.Bool, "less:z:0").Build())
            .Function(Body("body").Const("step", 1).Node("next", "AddV2", ["i", "step:output:0"], Int).Node("chosen", op, ["q", "v"], If("fails", "same"))
                .Result(DType.Int32, "next:z:0").Result(DType.Int32, "n").Result(DType.Bool, "q").Result(DType.Float32, "v").Result(DType.Float32, "chosen:output:0").Build())
            .Node("loop", "StatelessWhile", ["zero", "trips", "p", "x", "none"], While("goes", "body", DType.Int32, DType.Int32, DType.Bool, DType.Float32, DType.Float32));

        // when it does not run
        float[] result = graph.Run("loop:4", ("trips", Tensors.Scalar(0)), ("p", Tensors.Scalar(true)), ("x", Tensors.Of([1f, 2f], 2))).Values<float>();

        // then nothing fails
        Assert.Equal([0f, 0f, 0f], result);

        static SmallFunction Body(string name) => new SmallFunction(name).Argument("i", DType.Int32).Argument("n", DType.Int32).Argument("q", DType.Bool).Argument("v", DType.Float32).Argument("y", DType.Float32);
    }

    [Fact]
    public void A_loop_that_ends_early_leaves_zeros_in_the_rest_of_a_list()
    {
        // Squares are written at 0, 1, 2, ... while they are below the limit; the list has room for 5.
        SmallGraph graph = new SmallGraph().Input("limit", DType.Int32).Const("zero", Tensors.Scalar(0)).Const("room", Tensors.Scalar(5)).Const("scalar", Tensors.Of(Array.Empty<int>(), 0))
            .Function(new SmallFunction("goes").Argument("i", DType.Int32).Argument("t", DType.Variant).Argument("l", DType.Int32)
                .Node("less", "Less", ["i", "l"], Int).Result(DType.Bool, "less:z:0").Build())
            .Function(new SmallFunction("writes").Argument("i", DType.Int32).Argument("t", DType.Variant).Argument("l", DType.Int32).Const("step", 1)
                .Node("next", "AddV2", ["i", "step:output:0"], Int).Node("square", "Mul", ["next:z:0", "next:z:0"], Int)
                .Node("set", "TensorListSetItem", ["t", "i", "square:z:0"], new() { ["element_dtype"] = SmallGraph.Type(DType.Int32) })
                .Result(DType.Int32, "next:z:0").Result(DType.Variant, "set:output_handle:0").Result(DType.Int32, "l").Build())
            .Node("list", "TensorListReserve", ["scalar", "room"], new() { ["element_dtype"] = SmallGraph.Type(DType.Int32), ["shape_type"] = SmallGraph.Type(DType.Int32) })
            .Node("loop", "StatelessWhile", ["zero", "list", "limit"], While("goes", "writes", DType.Int32, DType.Variant, DType.Int32))
            .Node("y", "TensorListStack", ["loop:1", "scalar"], new() { ["element_dtype"] = SmallGraph.Type(DType.Int32) });

        Assert.Equal([1, 4, 9, 0, 0], graph.Run("y", ("limit", Tensors.Scalar(3))).Values<int>());
    }

    [Fact]
    public void A_list_that_is_written_from_its_end_is_collected()
    {
        SmallGraph graph = new SmallGraph().Input("last", DType.Int32).Const("room", Tensors.Scalar(3)).Const("shape", Tensors.Of([-1], 1)).Input("x", DType.Float32, -1)
            .Function(new SmallFunction("goes").Argument("i", DType.Int32).Argument("t", DType.Variant).Argument("v", DType.Float32).Const("zero", 0)
                .Node("more", "GreaterEqual", ["i", "zero:output:0"], Int).Result(DType.Bool, "more:z:0").Build())
            .Function(new SmallFunction("writes").Argument("i", DType.Int32).Argument("t", DType.Variant).Argument("v", DType.Float32).Const("step", 1)
                .Node("next", "Sub", ["i", "step:output:0"], Int).Node("twice", "AddV2", ["v", "v"], Float)
                .Node("set", "TensorListSetItem", ["t", "i", "v"], new() { ["element_dtype"] = SmallGraph.Type(DType.Float32) })
                .Result(DType.Int32, "next:z:0").Result(DType.Variant, "set:output_handle:0").Result(DType.Float32, "twice:z:0").Build())
            .Node("list", "TensorListReserve", ["shape", "room"], new() { ["element_dtype"] = SmallGraph.Type(DType.Float32), ["shape_type"] = SmallGraph.Type(DType.Int32) })
            .Node("loop", "StatelessWhile", ["last", "list", "x"], While("goes", "writes", DType.Int32, DType.Variant, DType.Float32))
            .Node("y", "TensorListStack", ["loop:1", "shape"], new() { ["element_dtype"] = SmallGraph.Type(DType.Float32) });

        Assert.Equal([4f, 12f, 2f, 6f, 1f, 3f], graph.Run("y", ("last", Tensors.Scalar(2)), ("x", Tensors.Of([1f, 3f], 2))).Values<float>());
        Assert.Equal([2f, 6f, 1f, 3f, 0f, 0f], graph.Run("y", ("last", Tensors.Scalar(1)), ("x", Tensors.Of([1f, 3f], 2))).Values<float>());
        Assert.DoesNotContain("ScatterND", OnnxOps.Of(graph.Translate("y")));
    }

    [Fact]
    public void A_list_of_which_every_second_element_is_written_is_carried()
    {
        SmallGraph graph = new SmallGraph().Input("n", DType.Int32).Const("zero", Tensors.Scalar(0)).Const("scalar", Tensors.Of(Array.Empty<int>(), 0))
            .Function(new SmallFunction("goes").Argument("i", DType.Int32).Argument("t", DType.Variant).Argument("l", DType.Int32)
                .Node("less", "Less", ["i", "l"], Int).Result(DType.Bool, "less:z:0").Build())
            .Function(new SmallFunction("writes").Argument("i", DType.Int32).Argument("t", DType.Variant).Argument("l", DType.Int32).Const("step", 2).Const("one", 1)
                .Node("next", "AddV2", ["i", "step:output:0"], Int).Node("more", "AddV2", ["i", "one"], Int)
                .Node("set", "TensorListSetItem", ["t", "i", "more"], new() { ["element_dtype"] = SmallGraph.Type(DType.Int32) })
                .Result(DType.Int32, "next:z:0").Result(DType.Variant, "set:output_handle:0").Result(DType.Int32, "l").Build())
            .Node("list", "TensorListReserve", ["scalar", "n"], new() { ["element_dtype"] = SmallGraph.Type(DType.Int32), ["shape_type"] = SmallGraph.Type(DType.Int32) })
            .Node("loop", "StatelessWhile", ["zero", "list", "n"], While("goes", "writes", DType.Int32, DType.Variant, DType.Int32))
            .Node("y", "TensorListStack", ["loop:1", "scalar"], new() { ["element_dtype"] = SmallGraph.Type(DType.Int32) });

        Assert.Equal([1, 0, 3, 0, 5], graph.Run("y", ("n", Tensors.Scalar(5))).Values<int>());
        Assert.Equal([6], graph.Run("loop:0", ("n", Tensors.Scalar(5))).Values<int>());
    }

    [Fact]
    public void What_nothing_reads_of_a_loop_is_not_carried()
    {
        // The body also sums up what it doubles; nobody asks for the sum.
        SmallGraph graph = new SmallGraph().Input("limit", DType.Float32).Const("one", Tensors.Scalar(1f)).Const("zero", Tensors.Scalar(0f))
            .Function(new SmallFunction("goes").Argument("s", DType.Float32).Argument("v", DType.Float32).Argument("l", DType.Float32)
                .Node("less", "Less", ["v", "l"], Float).Result(DType.Bool, "less:z:0").Build())
            .Function(new SmallFunction("doubles").Argument("s", DType.Float32).Argument("v", DType.Float32).Argument("l", DType.Float32)
                .Node("sum", "AddV2", ["s", "v"], Float).Node("twice", "AddV2", ["v", "v"], Float)
                .Result(DType.Float32, "sum:z:0").Result(DType.Float32, "twice:z:0").Result(DType.Float32, "l").Build())
            .Node("loop", "StatelessWhile", ["zero", "one", "limit"], While("goes", "doubles", DType.Float32, DType.Float32, DType.Float32));

        Assert.Equal([128f], graph.Run("loop:1", ("limit", Tensors.Scalar(100f))).Values<float>());
        Assert.Single(OnnxOps.Of(graph.Translate("loop:1")), op => op == "Add");
    }

    [Fact]
    public void What_nothing_reads_of_a_branch_is_not_written()
    {
        SmallGraph graph = new SmallGraph().Input("p", DType.Bool).Input("x", DType.Float32, -1)
            .Function(new SmallFunction("f").Argument("a", DType.Float32).Node("u", "NoSuchOp", ["a"], Float).Node("n", "Neg", ["a"], Float)
                .Result(DType.Float32, "n:y:0").Result(DType.Float32, "u:y:0").Build())
            .Function(new SmallFunction("g").Argument("a", DType.Float32).Node("n", "Abs", ["a"], Float).Result(DType.Float32, "n:y:0").Result(DType.Float32, "a").Build())
            .Node("y", "StatelessIf", ["p", "x"], new(If("f", "g")) { ["Tout"] = SmallGraph.Types(DType.Float32, DType.Float32) });

        Assert.Equal([-1f], graph.Run("y:0", ("p", Tensors.Scalar(true)), ("x", Tensors.Of([1f], 1))).Values<float>());
    }

    [Fact]
    public void An_op_in_a_body_whose_definition_the_model_leaves_out_has_all_its_outputs()
    {
        SmallGraph graph = new SmallGraph().Input("p", DType.Bool).Input("x", DType.Float32, -1)
            .Function(new SmallFunction("best").Argument("a", DType.Float32).Const("k", 1).Node("top", "TopKV2", ["a", "k:output:0"], Float).Result(DType.Int32, "top:indices:0").Build())
            .Function(new SmallFunction("first").Argument("a", DType.Float32).Constant("none", Tensors.Of([0], 1)).Result(DType.Int32, "none:output:0").Build())
            .Node("y", "StatelessIf", ["p", "x"], new(If("best", "first")) { ["Tout"] = SmallGraph.Types(DType.Int32) });

        Assert.Equal([2], graph.Run("y", ("p", Tensors.Scalar(true)), ("x", Tensors.Of([1f, 2f, 5f, 3f], 4))).Values<int>());
    }

    [Fact]
    public void A_function_that_calls_itself_for_ever_is_refused()
    {
        SmallGraph graph = new SmallGraph().Input("p", DType.Bool).Input("x", DType.Float32)
            .Function(new SmallFunction("f").Argument("q", DType.Bool).Argument("a", DType.Float32)
                .Node("again", "StatelessIf", ["q", "q", "a"], If("f", "f")).Result(DType.Float32, "again:output:0").Build())
            .Node("y", "StatelessIf", ["p", "p", "x"], If("f", "f"));

        Assert.ThrowsAny<KerasCompatException>(() => graph.Translate("y"));
    }

    private static Dictionary<string, AttrValue> If(string then, string otherwise) => new()
    {
        ["then_branch"] = SmallGraph.Function(then),
        ["else_branch"] = SmallGraph.Function(otherwise),
        ["Tout"] = SmallGraph.Types(DType.Float32),
    };

    private static Dictionary<string, AttrValue> While(string condition, string body, params DType[] types) => new()
    {
        ["cond"] = SmallGraph.Function(condition),
        ["body"] = SmallGraph.Function(body),
        ["T"] = SmallGraph.Types(types),
    };

    private static AttrValue Functions(params string[] names)
    {
        var list = new AttrValue.Types.ListValue();
        list.Func.AddRange(names.Select(n => new NameAttrList { Name = n }));
        return new AttrValue { List = list };
    }
}
