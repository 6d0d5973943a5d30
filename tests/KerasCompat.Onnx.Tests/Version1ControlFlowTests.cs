using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>Loops and conditionals as TensorFlow 1 writes them into the graph itself.</summary>
public sealed class Version1ControlFlowTests
{
    private static readonly Dictionary<string, AttrValue> Float = new() { ["T"] = SmallGraph.Type(DType.Float32) };
    private static readonly Dictionary<string, AttrValue> Int = new() { ["T"] = SmallGraph.Type(DType.Int32) };

    [Theory]
    [InlineData(true, 6f)]
    [InlineData(false, 2f)]
    public void A_merge_takes_the_input_that_its_condition_left_alive(bool condition, float expected)
    {
        SmallGraph graph = Conditional(new SmallGraph().Input("p", DType.Bool));

        float[] result = graph.Run("merge", ("p", Tensors.Scalar(condition)), ("x", Tensors.Of([3f], 1))).Values<float>();

        Assert.Equal([expected], result);
        Assert.Contains("If", OnnxOps.Of(graph.Translate("merge")));
    }

    [Fact]
    public void A_merge_says_which_input_it_took()
    {
        SmallGraph graph = Conditional(new SmallGraph().Input("p", DType.Bool));

        int[] result = graph.Run("merge:1", ("p", Tensors.Scalar(true)), ("x", Tensors.Of([3f], 1))).Values<int>();

        Assert.Equal([1], result);
    }

    [Fact]
    public void A_conditional_on_a_constant_leaves_the_branch_that_is_taken_alone()
    {
        SmallGraph graph = Conditional(new SmallGraph().Const("p", Tensors.Scalar(false)));

        Assert.Equal([2f], graph.Run("merge", ("x", Tensors.Of([3f], 1))).Values<float>());
        Assert.Equal(["Sub"], OnnxOps.Of(graph.Translate("merge")));
    }

    [Fact]
    public void A_constant_that_waits_for_a_branch_belongs_to_it()
    {
        SmallGraph graph = new SmallGraph().Input("p", DType.Bool).Input("x", DType.Float32, 1)
            .Node("switch", "Switch", ["x", "p"], Float)
            .Node("alive", "Identity", ["switch:1"], Float)
            .Node("ten", "Identity", ["ten_value", "^alive"], Float)
            .Const("ten_value", Tensors.Of([10f], 1))
            .Node("merge", "Merge", ["switch:0", "ten"], Float);

        Assert.Equal([10f], graph.Run("merge", ("p", Tensors.Scalar(true)), ("x", Tensors.Of([3f], 1))).Values<float>());
        Assert.Equal([3f], graph.Run("merge", ("p", Tensors.Scalar(false)), ("x", Tensors.Of([3f], 1))).Values<float>());
    }

    [Fact]
    public void A_frame_with_a_counter_is_a_loop()
    {
        SmallGraph graph = Loop(new SmallGraph().Input("x", DType.Float32, -1).Input("n", DType.Int32), "x", "");

        float[] result = graph.Run("exit", ("x", Tensors.Of([1f, 3f], 2)), ("n", Tensors.Scalar(4))).Values<float>();

        Assert.Equal([16f, 48f], result);
        Assert.Contains("Loop", OnnxOps.Of(graph.Translate("exit")));
    }

    [Fact]
    public void A_loop_that_is_not_entered_hands_its_variables_on()
    {
        SmallGraph graph = Loop(new SmallGraph().Input("x", DType.Float32, -1).Input("n", DType.Int32), "x", "");

        Assert.Equal([5f], graph.Run("exit", ("x", Tensors.Of([5f], 1)), ("n", Tensors.Scalar(0))).Values<float>());
    }

    [Fact]
    public void Loops_nest()
    {
        // The inner loop doubles a value n times; the outer one does so n times.
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1).Input("n", DType.Int32).Const("zero", Tensors.Scalar(0)).Const("one", Tensors.Scalar(1))
            .Node("o_enter_i", "Enter", ["zero"], Int).Node("o_enter_v", "Enter", ["x"], Float).Node("o_n", "Enter", ["n"], new(Int) { ["is_constant"] = SmallGraph.Bool(true) })
            .Node("o_merge_i", "Merge", ["o_enter_i", "o_next_i"], Int).Node("o_merge_v", "Merge", ["o_enter_v", "o_next_v"], Float)
            .Node("o_less", "Less", ["o_merge_i", "o_n"], Int).Node("o_cond", "LoopCond", ["o_less"])
            .Node("o_switch_i", "Switch", ["o_merge_i", "o_cond"], Int).Node("o_switch_v", "Switch", ["o_merge_v", "o_cond"], Float)
            .Node("o_i", "Identity", ["o_switch_i:1"], Int).Node("o_v", "Identity", ["o_switch_v:1"], Float)
            .Node("o_add", "Add", ["o_i", "one"], Int);
        graph = Loop(graph, "o_v", "i_", "o_n", "zero")
            .Node("o_next_i", "NextIteration", ["o_add"], Int).Node("o_next_v", "NextIteration", ["i_exit"], Float)
            .Node("o_exit", "Exit", ["o_switch_v"], Float);

        Assert.Equal([512f], graph.Run("o_exit", ("x", Tensors.Of([1f], 1)), ("n", Tensors.Scalar(3))).Values<float>());
    }

    [Fact]
    public void An_array_of_tensors_is_filled_in_a_loop_and_read_after_it()
    {
        var dtype = new Dictionary<string, AttrValue> { ["dtype"] = SmallGraph.Type(DType.Float32) };
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, 2).Input("n", DType.Int32).Const("zero", Tensors.Scalar(0)).Const("one", Tensors.Scalar(1))
            .Node("array", "TensorArrayV3", ["n"], dtype).Node("source", "TensorArrayV3", ["n"], dtype)
            .Node("all", "Range", ["zero", "n", "one"])
            .Node("filled", "TensorArrayScatterV3", ["source", "all", "x", "source:1"], Float)
            .Node("enter_i", "Enter", ["zero"], Int).Node("enter_f", "Enter", ["array:1"], Float)
            .Node("c_n", "Enter", ["n"], Int).Node("c_array", "Enter", ["array"], new() { ["T"] = SmallGraph.Type(DType.Resource) })
            .Node("c_source", "Enter", ["source"], new() { ["T"] = SmallGraph.Type(DType.Resource) }).Node("c_filled", "Enter", ["filled"], Float)
            .Node("merge_i", "Merge", ["enter_i", "next_i"], Int).Node("merge_f", "Merge", ["enter_f", "next_f"], Float)
            .Node("less", "Less", ["merge_i", "c_n"], Int).Node("cond", "LoopCond", ["less"])
            .Node("switch_i", "Switch", ["merge_i", "cond"], Int).Node("switch_f", "Switch", ["merge_f", "cond"], Float)
            .Node("read", "TensorArrayReadV3", ["c_source", "switch_i:1", "c_filled"], dtype)
            .Node("square", "Square", ["read"], Float)
            .Node("write", "TensorArrayWriteV3", ["c_array", "switch_i:1", "square", "switch_f:1"], Float)
            .Node("add", "Add", ["switch_i:1", "one"], Int)
            .Node("next_i", "NextIteration", ["add"], Int).Node("next_f", "NextIteration", ["write"], Float)
            .Node("exit_f", "Exit", ["switch_f"], Float)
            .Node("y", "TensorArrayGatherV3", ["array", "all", "exit_f"], dtype);

        float[] result = graph.Run("y", ("x", Tensors.Of([1f, 2f, 3f, 4f], 2, 2)), ("n", Tensors.Scalar(2))).Values<float>();

        Assert.Equal([1f, 4f, 9f, 16f], result);
    }

    [Fact]
    public void An_array_of_tensors_may_grow()
    {
        var dtype = new Dictionary<string, AttrValue> { ["dtype"] = SmallGraph.Type(DType.Float32), ["dynamic_size"] = SmallGraph.Bool(true) };
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, 2).Const("one", Tensors.Scalar(1)).Const("two", Tensors.Scalar(2))
            .Node("array", "TensorArrayV3", ["one"], dtype)
            .Node("write", "TensorArrayWriteV3", ["array", "two", "x", "array:1"], Float)
            .Node("size", "TensorArraySizeV3", ["array", "write"])
            .Node("y", "TensorArrayReadV3", ["array", "two", "write"], new() { ["dtype"] = SmallGraph.Type(DType.Float32) });

        Assert.Equal([3], graph.Run("size", ("x", Tensors.Of([1f, 2f], 2))).Values<int>());
        Assert.Equal([1f, 2f], graph.Run("y", ("x", Tensors.Of([1f, 2f], 2))).Values<float>());
    }

    internal static SmallGraph Conditional(SmallGraph graph) => graph.Input("x", DType.Float32, 1).Const("two", Tensors.Of([2f], 1)).Const("one", Tensors.Of([1f], 1))
        .Node("switch", "Switch", ["x", "p"], Float)
        .Node("yes", "Mul", ["switch:1", "two"], Float)
        .Node("no", "Sub", ["switch:0", "one"], Float)
        .Node("merge", "Merge", ["no", "yes"], Float);

    /// <summary>Doubles a value n times.</summary>
    internal static SmallGraph Loop(SmallGraph graph, string value, string prefix, string n = "n", string? zero = null)
    {
        if (zero is null)
        {
            graph = graph.Const("zero", Tensors.Scalar(0)).Const("one", Tensors.Scalar(1));
        }

        return graph
            .Node(prefix + "enter_i", "Enter", ["zero"], Int).Node(prefix + "enter_v", "Enter", [value], Float)
            .Node(prefix + "limit", "Enter", [n], new(Int) { ["is_constant"] = SmallGraph.Bool(true) })
            .Node(prefix + "merge_i", "Merge", [prefix + "enter_i", prefix + "next_i"], Int).Node(prefix + "merge_v", "Merge", [prefix + "enter_v", prefix + "next_v"], Float)
            .Node(prefix + "less", "Less", [prefix + "merge_i", prefix + "limit"], Int).Node(prefix + "cond", "LoopCond", [prefix + "less"])
            .Node(prefix + "switch_i", "Switch", [prefix + "merge_i", prefix + "cond"], Int).Node(prefix + "switch_v", "Switch", [prefix + "merge_v", prefix + "cond"], Float)
            .Node(prefix + "v", "Identity", [prefix + "switch_v:1"], Float)
            .Node(prefix + "double", "Add", [prefix + "v", prefix + "v"], Float)
            .Node(prefix + "add", "Add", [prefix + "switch_i:1", "one"], Int)
            .Node(prefix + "next_i", "NextIteration", [prefix + "add"], Int).Node(prefix + "next_v", "NextIteration", [prefix + "double"], Float)
            .Node(prefix + "exit", "Exit", [prefix + "switch_v"], Float);
    }
}
