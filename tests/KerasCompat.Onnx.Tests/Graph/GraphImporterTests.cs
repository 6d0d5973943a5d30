using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests.Graph;

public sealed class GraphImporterTests
{
    [Fact]
    public void A_call_is_replaced_by_the_nodes_of_its_function()
    {
        SmallGraph graph = Calling(Doubling("double"), "double");

        float[] result = graph.Run("call", ("x", Tensors.Of([1f, 2f], 2))).Values<float>();

        Assert.Equal([2f, 4f], result);
    }

    [Fact]
    public void A_function_that_calls_itself_is_refused()
    {
        var recursive = new FunctionDef { Signature = Signature("forever") };
        recursive.NodeDef.Add(new NodeDef { Name = "again", Op = "PartitionedCall", Input = { "a" }, Attr = { ["f"] = Named("forever") } });
        recursive.Ret.Add("r", "again:output:0");

        var thrown = Assert.Throws<ModelFormatException>(() => Calling(recursive, "forever").Translate("call"));

        Assert.Contains("128 deep", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_of_a_function_that_is_not_there_is_refused_by_name()
    {
        SmallGraph graph = Calling(Doubling("double"), "triple");

        var thrown = Assert.Throws<ModelFormatException>(() => graph.Translate("call"));

        Assert.Equal("function 'triple'", thrown.Place);
    }

    [Fact]
    public void A_node_that_is_not_there_is_refused_by_name()
    {
        var graph = new SmallGraph().Node("y", "Relu", ["gone"]);

        var thrown = Assert.Throws<ModelFormatException>(() => graph.Translate("y"));

        Assert.Equal("node 'gone'", thrown.Place);
    }

    [Fact]
    public void Nodes_that_read_each_other_in_a_circle_are_refused()
    {
        var graph = new SmallGraph().Node("a", "Relu", ["b"]).Node("b", "Relu", ["a"]);

        Assert.Throws<ModelFormatException>(() => graph.Translate("a"));
    }

    [Fact]
    public void The_graph_is_cut_at_a_tensor_that_is_fed_whatever_op_makes_it()
    {
        var graph = new SmallGraph().Node("hidden", "NoSuchOp", [], outputs: [DType.Float32]).Node("y", "Relu", ["hidden"]).Feed("x", "hidden:0", DType.Float32, -1);

        float[] result = graph.Run("y", ("x", Tensors.Of([-1f, 2f], 2))).Values<float>();

        Assert.Equal([0f, 2f], result);
    }

    [Fact]
    public void What_the_outputs_do_not_need_may_be_anything()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("y", "Relu", ["x"]).Node("other", "NoSuchOp", ["x"], outputs: [DType.Float32]);

        float[] result = graph.Run("y", ("x", Tensors.Of([-1f], 1))).Values<float>();

        Assert.Equal([0f], result);
    }

    [Fact]
    public void An_output_may_be_an_input()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("y", "Relu", ["x"]);

        var results = graph.RunAll(["x", "y"], ("x", Tensors.Of([-1f], 1)));

        Assert.Equal([[-1f], [0f]], results.Select(r => r.Values<float>()));
    }

    [Fact]
    public void Two_outputs_may_be_one_tensor()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("y", "Relu", ["x"]).Node("z", "Identity", ["y"]);

        var results = graph.RunAll(["y", "z"], ("x", Tensors.Of([3f], 1)));

        Assert.Equal([[3f], [3f]], results.Select(r => r.Values<float>()));
    }

    [Fact]
    public void An_attribute_that_the_file_leaves_out_has_the_default_of_the_op_definition()
    {
        var definition = new OpDef { Name = "LeakyRelu", OutputArg = { new OpDef.Types.ArgDef { Name = "activations", TypeAttr = "T" } } };
        definition.Attr.Add(new OpDef.Types.AttrDef { Name = "alpha", DefaultValue = SmallGraph.Float(0.5f) });
        var graph = new SmallGraph().Define(definition).Input("x", DType.Float32, -1).Node("y", "LeakyRelu", ["x"], new() { ["T"] = SmallGraph.Type(DType.Float32) });

        float[] result = graph.Run("y", ("x", Tensors.Of([-2f], 1))).Values<float>();

        Assert.Equal([-1f], result);
    }

    private static SmallGraph Calling(FunctionDef function, string called) => new SmallGraph().Input("x", DType.Float32, -1).Function(function)
        .Node("call", "PartitionedCall", ["x"], new() { ["f"] = Named(called), ["Tout"] = Types(DType.Float32) });

    private static FunctionDef Doubling(string name)
    {
        var function = new FunctionDef { Signature = Signature(name) };
        function.NodeDef.Add(new NodeDef { Name = "sum", Op = "AddV2", Input = { "a", "a" }, Attr = { ["T"] = SmallGraph.Type(DType.Float32) } });
        function.Ret.Add("r", "sum:z:0");
        return function;
    }

    private static OpDef Signature(string name) => new()
    {
        Name = name,
        InputArg = { new OpDef.Types.ArgDef { Name = "a", Type = (int)DType.Float32 } },
        OutputArg = { new OpDef.Types.ArgDef { Name = "r", Type = (int)DType.Float32 } },
    };

    private static AttrValue Named(string function) => new() { Func = new NameAttrList { Name = function } };

    private static AttrValue Types(DType type)
    {
        var list = new AttrValue.Types.ListValue();
        list.Type.Add((int)type);
        return new AttrValue { List = list };
    }
}
