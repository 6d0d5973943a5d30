using System.Text;
using Google.Protobuf;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.SavedModel.Tests;

/// <summary>
/// What the saved object graph tells of the order of inputs. Its messages are written field by field, by the numbers of
/// tensorflow/core/protobuf/saved_object_graph.proto and struct.proto, since nothing else needs their classes.
/// </summary>
public sealed class SavedObjectGraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Inputs_stand_in_the_order_of_the_arguments_of_the_function_that_takes_them()
    {
        Write(Root(("call", 1)), Function("trace"), Trace("trace", Tuple(Spec("b"), Spec("a"))));

        Assert.Equal(["b", "a"], InputKeys());
    }

    [Fact]
    public void The_function_saved_under_the_signature_s_own_key_decides()
    {
        Write(
            Root(("call", 1), ("serving_default", 2), ("other", 3)),
            Function("one"),
            Function("two"),
            Function("three"),
            Trace("one", Tuple(Spec("a"), Spec("b"))),
            Trace("two", Tuple(Spec("b"), Spec("a"))),
            Trace("three", Tuple(Spec("a"), Spec("b"))));

        Assert.Equal(["b", "a"], InputKeys());
    }

    [Fact]
    public void Functions_that_disagree_tell_nothing_and_keys_are_sorted()
    {
        Write(
            Root(("call", 1), ("other", 2)),
            Function("one"),
            Function("two"),
            Trace("one", Tuple(Spec("b"), Spec("a"))),
            Trace("two", Tuple(Spec("a"), Spec("b"))));

        Assert.Equal(["a", "b"], InputKeys());
    }

    [Fact]
    public void A_function_of_other_tensors_tells_nothing()
    {
        Write(Root(("call", 1)), Function("trace"), Trace("trace", Tuple(Spec("b"), Spec("a"), Spec("c"))));

        Assert.Equal(["a", "b"], InputKeys());
    }

    [Fact]
    public void A_dictionary_is_flattened_by_its_keys_and_a_named_tuple_by_its_fields()
    {
        byte[] dictionary = Message(53, Message(1, Text(1, "y"), Message(2, Spec("a"))), Message(1, Text(1, "x"), Message(2, Spec("b"))));
        Write(Root(("call", 1)), Function("trace"), Trace("trace", Tuple(dictionary)));
        Assert.Equal(["b", "a"], InputKeys());

        byte[] named = Message(54, Message(2, Text(1, "y"), Message(2, Spec("b"))), Message(2, Text(1, "x"), Message(2, Spec("a"))));
        Write(Root(("call", 1)), Function("trace"), Trace("trace", Tuple(named)));
        Assert.Equal(["b", "a"], InputKeys());
    }

    [Fact]
    public void Keras_before_2_5_keeps_its_metadata_on_the_root()
    {
        const string Json = """
            {"class_name": "Functional", "keras_version": "2.4.0", "config": {"name": "old", "input_layers": [["b", 0, 0], ["a", 0, 0]]}}
            """;
        Write(Message(1, Message(4, Text(1, "_tf_keras_network"), Text(3, Json))));

        SavedModelInfo model = SavedModelReader.Read(_folder.Path);

        Assert.Equal(("2.4.0", "old"), (model.Keras?.Version, model.Keras?.Name));
        Assert.Equal(["b", "a"], model.Keras?.Inputs);
        Assert.Equal(["b", "a"], InputKeys());
    }

    [Fact]
    public void A_structure_nested_without_end_is_refused_and_does_not_exhaust_the_stack()
    {
        byte[] value = Spec("a");
        for (int i = 0; i < 10_000; i++)
        {
            value = Tuple(value);
        }

        Write(Root(("call", 1)), Function("trace"), Trace("trace", value));

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => SavedModelReader.Read(_folder.Path));
        Assert.Contains("nested deeper", exception.Problem, StringComparison.Ordinal);
    }

    private IEnumerable<string> InputKeys() =>
        ContractFactory.Create(SavedModelReader.Read(_folder.Path)).FindSignature("serving_default")!.Inputs.Select(input => input.Key);

    /// <summary>A model with the inputs <c>a</c> and <c>b</c> and an object graph of these parts.</summary>
    private void Write(params byte[][] objectGraph)
    {
        var signature = new SignatureDef();
        signature.Inputs["a"] = new Testing.TensorFlow.TensorInfo { Name = "a:0", Dtype = 1 };
        signature.Inputs["b"] = new Testing.TensorFlow.TensorInfo { Name = "b:0", Dtype = 1 };
        var metaGraph = new MetaGraphDef { MetaInfoDef = new() { Tags = { "serve" } } };
        metaGraph.SignatureDef["serving_default"] = signature;
        _folder.Write("saved_model.pb", Message(2, metaGraph.ToByteArray(), Message(7, objectGraph)));
    }

    /// <summary><c>SavedObject.children</c> of the first node: a name and a node each.</summary>
    private static byte[] Root(params (string Name, int Node)[] children) =>
        Message(1, [.. children.Select(child => Message(1, [0x08, (byte)child.Node], Text(2, child.Name)))]);

    /// <summary><c>SavedObject.function</c> with one trace.</summary>
    private static byte[] Function(string trace) => Message(1, Message(6, Text(1, trace)));

    /// <summary>An entry of <c>SavedObjectGraph.concrete_functions</c> with the arguments of the trace.</summary>
    private static byte[] Trace(string name, byte[] arguments) =>
        Message(2, Text(1, name), Message(2, Message(3, Tuple(arguments, Message(53)))));

    private static byte[] Tuple(params byte[][] values) => Message(52, [.. values.Select(value => Message(1, value))]);

    private static byte[] Spec(string name) => Message(33, Text(1, name));

    private static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Message(int field, params byte[][] parts)
    {
        byte[] content = [.. parts.SelectMany(part => part)];
        return [.. CheckpointWriter.Varint((field << 3) | 2), .. CheckpointWriter.Varint(content.Length), .. content];
    }
}
