using System.Numerics;
using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.State;

/// <summary>Variables of TensorFlow 1, which ops change through references.</summary>
public sealed class ReferenceVariableTests
{
    private static readonly (string, AttrValue) Float = ("T", Type(DType.Float32));

    [Fact]
    public void What_an_assignment_gives_is_the_new_value()
    {
        using OnnxModelEngine engine = Counter().Signature("count", [], ("add", DType.Float32)).Load();

        Assert.Equal([11f], Call(engine, "count", "add"));
        Assert.Equal([12f], Call(engine, "count", "add"));
    }

    [Fact]
    public void A_read_that_waits_for_an_assignment_sees_what_it_assigned()
    {
        using OnnxModelEngine engine = Counter().Node("after", "Identity", ["v", "^add"], Float).Signature("count", [], ("after", DType.Float32)).Load();

        Assert.Equal([11f], Call(engine, "count", "after"));
    }

    [Fact]
    public void A_read_that_waits_for_nothing_sees_what_was_before_the_call()
    {
        using OnnxModelEngine engine = Counter().Node("v/read", "Identity", ["v"], Float)
            .Signature("count", [], ("add", DType.Float32), ("v/read", DType.Float32)).Load();

        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("count");

        Assert.Equal(10f, results["v/read"].Values<float>()[0]);
        Assert.Equal(11f, results["add"].Values<float>()[0]);
    }

    [Fact]
    public void Another_signature_reads_what_one_has_assigned()
    {
        using OnnxModelEngine engine = Counter().Const("two", Values([], 2f))
            .Node("v/read", "Identity", ["v"], Float).Node("twice", "Mul", ["v/read", "two"], Float)
            .Signature("count", [], ("add", DType.Float32)).Signature("read", [], ("twice", DType.Float32)).Load();

        Assert.Equal([20f], Call(engine, "read", "twice"));
        Call(engine, "count", "add");

        Assert.Equal([22f], Call(engine, "read", "twice"));
    }

    [Fact]
    public void Assignments_that_follow_each_other_by_their_references_run_in_that_order()
    {
        using OnnxModelEngine engine = Counter().Const("three", Values([], 3f))
            .Node("set", "Assign", ["v", "three"], Float).Node("more", "AssignAdd", ["set", "one"], Float).Node("less", "AssignSub", ["more", "three"], Float)
            .Signature("run", [], ("less", DType.Float32)).Load();

        Assert.Equal([1f], Call(engine, "run", "less"));
    }

    [Fact]
    public void A_counter_gives_its_value_and_stops_at_its_limit()
    {
        using OnnxModelEngine engine = new GraphModel().Reference("step", Values([], 3))
            .Node("count", "CountUpTo", ["step"], ("T", Type(DType.Int32)), ("limit", Int(4)))
            .Signature("run", [], ("count", DType.Int32)).Load();

        Assert.Equal(3, engine.Run("run")["count"].Values<int>()[0]);
        Assert.Contains("Reached limit of 4", Assert.Throws<ModelCallException>(() => engine.Run("run")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ScatterUpdate", new[] { 1f, 10, 20, 4 })]
    [InlineData("ScatterAdd", new[] { 1f, 12, 23, 4 })]
    [InlineData("ScatterSub", new[] { 1f, -8, -17, 4 })]
    [InlineData("ScatterMul", new[] { 1f, 20, 60, 4 })]
    [InlineData("ScatterDiv", new[] { 1f, 0.2f, 0.15f, 4 })]
    [InlineData("ScatterMin", new[] { 1f, 2, 3, 4 })]
    [InlineData("ScatterMax", new[] { 1f, 10, 20, 4 })]
    public void Rows_of_a_variable_are_changed_in_place(string op, float[] expected)
    {
        using OnnxModelEngine engine = new GraphModel().Reference("v", Values([4], 1f, 2f, 3f, 4f))
            .Const("rows", Vector(1, 2)).Const("updates", Values([2], 10f, 20f))
            .Node("scatter", op, ["v", "rows", "updates"], Float, ("Tindices", Type(DType.Int32)))
            .Signature("run", [], ("scatter", DType.Float32)).Load();

        Assert.Equal(expected, Call(engine, "run", "scatter"));
    }

    [Theory]
    [InlineData("ScatterAdd", DType.Complex64, new[] { 1f, 12, 23, 4 }, new[] { 0f, 1, 2, 0 })]
    [InlineData("ScatterSub", DType.Complex128, new[] { 1f, -8, -17, 4 }, new[] { 0f, -1, -2, 0 })]
    [InlineData("ScatterMul", DType.Complex64, new[] { 1f, 20, 60, 4 }, new[] { 0f, 2, 6, 0 })]
    public void Complex_elements_of_a_variable_are_changed_in_place(string op, DType type, float[] real, float[] imaginary)
    {
        (string, AttrValue) complex = ("T", Type(type)), number = ("Tout", Type(type == DType.Complex64 ? DType.Float32 : DType.Float64));
        using OnnxModelEngine engine = new GraphModel().Reference("v", Complexes(type, 1, 2, 3, 4))
            .Const("rows", Vector(1, 2)).Const("updates", Complexes(type, new(10, 1), new(20, 2)))
            .Node("scatter", op, ["v", "rows", "updates"], complex, ("Tindices", Type(DType.Int32)))
            .Node("real", "Real", ["scatter"], complex, number).Node("imaginary", "Imag", ["scatter"], complex, number)
            .Node("x", "Cast", ["real"], ("SrcT", number.Item2), ("DstT", Type(DType.Float32))).Node("y", "Cast", ["imaginary"], ("SrcT", number.Item2), ("DstT", Type(DType.Float32)))
            .Signature("x", [], ("x", DType.Float32), ("y", DType.Float32)).Load();

        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("x");

        Assert.Equal(real, results["x"].Values<float>().ToArray());
        Assert.Equal(imaginary, results["y"].Values<float>().ToArray());
    }

    [Theory]
    [InlineData("ScatterNdUpdate", new[] { 1f, 10, 20, 4 })]
    [InlineData("ScatterNdAdd", new[] { 1f, 12, 23, 4 })]
    [InlineData("ScatterNdSub", new[] { 1f, -8, -17, 4 })]
    public void Slices_of_a_variable_are_changed_in_place(string op, float[] expected)
    {
        using OnnxModelEngine engine = new GraphModel().Reference("v", Values([2, 2], 1f, 2f, 3f, 4f))
            .Const("places", Values([2, 2], 0, 1, 1, 0)).Const("updates", Values([2], 10f, 20f))
            .Node("scatter", op, ["v", "places", "updates"], Float, ("Tindices", Type(DType.Int32)))
            .Signature("run", [], ("scatter", DType.Float32)).Load();

        Assert.Equal(expected, Call(engine, "run", "scatter"));
    }

    [Fact]
    public void Whether_a_variable_has_a_value_is_known_when_it_is_asked()
    {
        GraphModel model = new GraphModel().Node("v", "VariableV2", [], ("dtype", Type(DType.Float32))).Const("one", Values([], 1f))
            .Node("is", "IsVariableInitialized", ["v"], ("dtype", Type(DType.Float32))).Node("set", "Assign", ["v", "one"], Float)
            .Signature("ask", [], ("is", DType.Bool)).Signature("set", [], ("set", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        Assert.False(engine.Run("ask")["is"].Values<bool>()[0]);
        Call(engine, "set", "set");

        Assert.True(engine.Run("ask")["is"].Values<bool>()[0]);
    }

    [Fact]
    public void An_assignment_of_another_shape_is_refused_unless_shapes_are_not_compared()
    {
        GraphModel model = new GraphModel().Reference("v", Values([], 1f)).Const("two", Values([2], 1f, 2f))
            .Node("compared", "Assign", ["v", "two"], Float).Node("any", "Assign", ["v", "two"], Float, ("validate_shape", Bool(false)))
            .Signature("compared", [], ("compared", DType.Float32)).Signature("any", [], ("any", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        Assert.Throws<ModelCallException>(() => Call(engine, "compared", "compared"));
        Assert.Equal([1f, 2f], Call(engine, "any", "any"));
    }

    [Fact]
    public void The_init_op_gives_variables_that_no_checkpoint_holds_their_value()
    {
        GraphModel model = new GraphModel().Node("local", "VariableV2", [], ("dtype", Type(DType.Float32))).Const("five", Values([], 5f))
            .Node("set", "Assign", ["local", "five"], Float).Node("init", "NoOp", ["^set"]).InitOp("init")
            .Node("local/read", "Identity", ["local"], Float).Node("out", "Neg", ["local/read"], Float)
            .Signature("run", [], ("out", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        Assert.Equal([-5f], Call(engine, "run", "out"));
    }

    [Theory]
    [InlineData(true, 11f)]
    [InlineData(false, 10f)]
    public void A_variable_is_changed_only_in_the_branch_that_is_taken(bool condition, float expected)
    {
        GraphModel model = Counter().Placeholder("p", DType.Bool)
            .Node("v_switch", "RefSwitch", ["v", "p"], Float).Node("one_switch", "Switch", ["one", "p"], Float)
            .Node("added", "AssignAdd", ["v_switch:1", "one_switch:1"], Float).Node("yes", "Identity", ["added"], Float)
            .Node("no", "Identity", ["v_switch:0"], Float)
            .Node("merge", "Merge", ["no", "yes"], Float, ("N", Int(2)))
            .Node("v/read", "Identity", ["v"], Float)
            .Signature("run", ["p"], ("merge", DType.Float32)).Signature("read", [], ("v/read", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        float result = engine.Run("run", new Dictionary<string, ModelTensor> { ["p"] = ModelTensor.FromValues<bool>([], [condition]) }, TestContext.Current.CancellationToken)["merge"].Values<float>()[0];

        Assert.Equal(expected, result);
        Assert.Equal([expected], Call(engine, "read", "v/read"));
    }

    [Fact]
    public void A_variable_can_be_changed_in_every_turn_of_a_loop()
    {
        // while i < 3: v += 1; i += 1
        GraphModel model = Counter().Const("zero", Scalar(0)).Const("n", Scalar(3)).Const("int_one", Scalar(1))
            .Node("enter_v", "RefEnter", ["v"], Float, ("is_constant", Bool(true)), ("frame_name", Text("f")))
            .Node("enter_one", "Enter", ["one"], Float, ("is_constant", Bool(true)), ("frame_name", Text("f")))
            .Node("enter_i", "Enter", ["zero"], ("T", Type(DType.Int32)), ("frame_name", Text("f")))
            .Node("merge_i", "Merge", ["enter_i", "next_i"], ("T", Type(DType.Int32)), ("N", Int(2)))
            .Node("enter_n", "Enter", ["n"], ("T", Type(DType.Int32)), ("is_constant", Bool(true)), ("frame_name", Text("f")))
            .Node("less", "Less", ["merge_i", "enter_n"], ("T", Type(DType.Int32)))
            .Node("cond", "LoopCond", ["less"])
            .Node("switch_i", "Switch", ["merge_i", "cond"], ("T", Type(DType.Int32)))
            .Node("body_i", "Identity", ["switch_i:1"], ("T", Type(DType.Int32)))
            .Node("add_v", "AssignAdd", ["enter_v", "enter_one", "^body_i"], Float)
            .Node("enter_int_one", "Enter", ["int_one"], ("T", Type(DType.Int32)), ("is_constant", Bool(true)), ("frame_name", Text("f")))
            .Node("add_i", "Add", ["body_i", "enter_int_one", "^add_v"], ("T", Type(DType.Int32)))
            .Node("next_i", "NextIteration", ["add_i"], ("T", Type(DType.Int32)))
            .Node("exit_i", "Exit", ["switch_i:0"], ("T", Type(DType.Int32)))
            .Node("v/read", "Identity", ["v"], Float)
            .Signature("run", [], ("exit_i", DType.Int32)).Signature("read", [], ("v/read", DType.Float32));
        using OnnxModelEngine engine = model.Load();

        Assert.Equal(3, engine.Run("run")["exit_i"].Values<int>()[0]);
        Assert.Equal([13f], Call(engine, "read", "v/read"));
    }

    private static GraphModel Counter() => new GraphModel().Reference("v", Values([], 10f)).Const("one", Values([], 1f)).Node("add", "AssignAdd", ["v", "one"], Float);

    private static ConstantTensor Complexes(DType type, params Complex[] values) => new(
        type,
        [values.Length],
        type == DType.Complex128
            ? MemoryMarshal.AsBytes(values.AsSpan()).ToArray()
            : MemoryMarshal.AsBytes<float>([.. values.SelectMany(value => new[] { (float)value.Real, (float)value.Imaginary })]).ToArray());

    private static float[] Call(OnnxModelEngine engine, string signature, string output) =>
        engine.Run(signature)[output].Values<float>().ToArray();
}
