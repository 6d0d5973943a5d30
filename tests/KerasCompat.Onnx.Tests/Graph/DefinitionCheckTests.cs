using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.Onnx.Tests.SmallGraph;

namespace KerasCompat.Onnx.Tests.Graph;

/// <summary>A node that does not keep to the definition of its op is the model's fault, and is told as that before anything is made of it.</summary>
public sealed class DefinitionCheckTests
{
    private static readonly OpDef Join = new()
    {
        Name = "Join",
        InputArg =
        {
            new OpDef.Types.ArgDef { Name = "first", TypeAttr = "T" },
            new OpDef.Types.ArgDef { Name = "values", TypeAttr = "T", NumberAttr = "N" },
            new OpDef.Types.ArgDef { Name = "others", TypeListAttr = "Tothers" },
        },
        OutputArg = { new OpDef.Types.ArgDef { Name = "output", TypeAttr = "T" } },
        Attr =
        {
            new OpDef.Types.AttrDef { Name = "N", Type = "int" },
            new OpDef.Types.AttrDef { Name = "T", Type = "type" },
            new OpDef.Types.AttrDef { Name = "Tothers", Type = "list(type)" },
            new OpDef.Types.AttrDef { Name = "keep", Type = "bool", DefaultValue = new AttrValue { B = true } },
        },
    };

    [Fact]
    public void A_node_that_reads_too_few_tensors_is_refused()
    {
        ModelFormatException refusal = Refusal(["x", "x"], Attributes());

        Assert.Equal("Join node 'joined'", refusal.Place);
        Assert.Equal("it reads 2 tensors and Join takes 4", refusal.Problem);
    }

    [Fact]
    public void Inputs_that_an_attribute_counts_or_lists_are_counted_by_it()
    {
        Dictionary<string, AttrValue> attributes = Attributes();
        attributes["N"] = Int(3);
        attributes["Tothers"] = Types();

        Assert.Equal("it reads 5 tensors and Join takes 4", Refusal(["x", "x", "x", "x", "x"], attributes).Problem);
    }

    [Fact]
    public void A_control_input_is_no_tensor() =>
        Assert.Equal("it reads 1 tensors and Join takes 4", Refusal(["x", "^x"], Attributes()).Problem);

    [Fact]
    public void An_attribute_that_has_no_default_must_be_there()
    {
        Dictionary<string, AttrValue> attributes = Attributes();
        attributes.Remove("T");

        Assert.Equal("it has no attribute 'T', which Join needs", Refusal(["x", "x", "x", "x"], attributes).Problem);
    }

    [Fact]
    public void An_attribute_is_of_the_kind_that_the_definition_states()
    {
        Dictionary<string, AttrValue> attributes = Attributes();
        attributes["keep"] = Text("yes");

        Assert.Equal("its attribute 'keep' is no bool, as Join needs", Refusal(["x", "x", "x", "x"], attributes).Problem);
    }

    [Fact]
    public void An_output_that_the_definition_does_not_have_cannot_be_read()
    {
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, 2).Define(Join).Node("joined", "Join", ["x", "x", "x", "x"], Attributes()).Node("y", "Relu", ["joined:1"]);

        ModelFormatException refusal = Assert.Throws<ModelFormatException>(() => graph.Translate("y"));

        Assert.Equal("its output 1 is read but it has 1", refusal.Problem);
    }

    [Fact]
    public void A_node_that_keeps_to_its_definition_is_translated_or_unsupported()
    {
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, 2).Define(Join).Node("joined", "Join", ["x", "x", "x", "x"], Attributes());

        Assert.Throws<UnsupportedOpsException>(() => graph.Translate("joined"));
    }

    private static Dictionary<string, AttrValue> Attributes() =>
        new() { ["N"] = Int(2), ["T"] = Type(DType.Float32), ["Tothers"] = Types(DType.Float32) };

    private static ModelFormatException Refusal(string[] inputs, Dictionary<string, AttrValue> attributes)
    {
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, 2).Define(Join).Node("joined", "Join", inputs, attributes);
        return Assert.Throws<ModelFormatException>(() => graph.Translate("joined"));
    }
}
