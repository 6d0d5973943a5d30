using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Protos;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>
/// A model as Keras writes them, of one dense layer: a signature that calls a function with constants, a product and a sum. What nearly every
/// translation needs, and nothing that a small model would wait for in vain.
/// </summary>
internal static class RehearsalModel
{
    private const string Function = "call";
    private static readonly string[] NoInputs = [];

    /// <summary>Its signature, with the input <c>x</c> and the output <c>y</c>, both float32[1, 1].</summary>
    public static SignatureContract Signature { get; } = new("", "", new([Port("x")]), new([Port("y")]));

    /// <summary>The model.</summary>
    public static SavedModelGraph Graph() => SavedModelGraph.FromMetaGraph(WireWriter.ToArray(new FieldMessage(2, new GraphDef())), "");

    private static TensorContract Port(string key) =>
        new(key, null, DType.Float32, new TensorShape(1, 1), TensorEncoding.Dense, new([key + ":0"]), null);

    private static Node Constant(string name, ConstantTensor value) =>
        new(name, "Const", NoInputs, [Type("dtype"), new Attribute("value", AttrValue.Of(value))]);

    private static Attribute Type(string name) => new(name, AttrValue.Of(DType.Float32));

    private static ConstantTensor One(params long[] shape) => new(DType.Float32, shape, BitConverter.GetBytes(1f));

    /// <summary>The nodes of the function.</summary>
    private static Node[] Body() =>
    [
        Constant("kernel", One(1, 1)),
        new("product", "MatMul", ["x", "kernel:output:0"], [Type("T")]),
        Constant("bias", One(1)),
        new("sum", "BiasAdd", ["product:product:0", "bias:output:0"], [Type("T")]),
    ];

    /// <summary>tensorflow/core/framework/graph.proto.</summary>
    private sealed class GraphDef : IWireMessage
    {
        public void WriteTo(WireWriter writer)
        {
            writer.Message(1, new Node("x", "Placeholder", NoInputs, [Type("dtype")]));
            writer.Message(1, new Node("y", "StatefulPartitionedCall", ["x"], [new("f", new FieldMessage(10, new Text(1, Function)))]));
            writer.Message(2, new FieldMessage(1, new FunctionDef()));
        }
    }

    /// <summary>tensorflow/core/framework/function.proto.</summary>
    private sealed class FunctionDef : IWireMessage
    {
        public void WriteTo(WireWriter writer)
        {
            writer.Message(1, new FunctionSignature());
            foreach (Node node in Body())
            {
                writer.Message(3, node);
            }

            writer.Message(4, new Entry("y", "sum:output:0"));
        }
    }

    /// <summary>The <c>OpDef</c> of the function.</summary>
    private sealed class FunctionSignature : IWireMessage
    {
        public void WriteTo(WireWriter writer)
        {
            writer.String(1, Function);
            writer.Message(2, new Argument("x"));
            writer.Message(3, new Argument("y"));
        }
    }

    private sealed class Argument(string name) : IWireMessage
    {
        public void WriteTo(WireWriter writer)
        {
            writer.String(1, name);
            writer.Int64(3, (int)DType.Float32);
        }
    }

    /// <summary>tensorflow/core/framework/node_def.proto.</summary>
    private sealed class Node(string name, string op, string[] inputs, Attribute[] attributes) : IWireMessage
    {
        public void WriteTo(WireWriter writer)
        {
            writer.String(1, name);
            writer.String(2, op);
            foreach (string input in inputs)
            {
                writer.String(3, input);
            }

            foreach (Attribute attribute in attributes)
            {
                writer.Message(5, attribute);
            }
        }
    }

    private sealed class Attribute(string name, IWireMessage value) : IWireMessage
    {
        public void WriteTo(WireWriter writer)
        {
            writer.String(1, name);
            writer.Message(2, value);
        }
    }

    private sealed class Entry(string key, string value) : IWireMessage
    {
        public void WriteTo(WireWriter writer)
        {
            writer.String(1, key);
            writer.String(2, value);
        }
    }

    private sealed class Text(int field, string value) : IWireMessage
    {
        public void WriteTo(WireWriter writer) => writer.String(field, value);
    }
}
