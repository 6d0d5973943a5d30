using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Program;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>Builds a TensorFlow graph of a few nodes, translates it and runs it on ONNX Runtime.</summary>
/// <example><code>new SmallGraph().Input("x", DType.Float32, -1, 3).Node("y", "Relu", ["x"]).Run("y", ("x", Tensors.Of([1f, -2f, 3f], 1, 3)))</code></example>
internal sealed class SmallGraph
{
    private MetaGraphDef _meta = new()
    {
        MetaInfoDef = new MetaGraphDef.Types.MetaInfoDef { StrippedOpList = new OpList() },
        GraphDef = new GraphDef { Library = new FunctionDefLibrary() },
    };

    private readonly List<TensorContract> _inputs = [];

    /// <summary>Whether loops that are recurrent cells become operators of ONNX.</summary>
    public bool RecognisesRecurrence { get; set; } = true;

    public SmallGraph Input(string name, DType dtype, params long[]? shape)
    {
        var stated = shape is null ? new TensorShapeProto { UnknownRank = true } : Shape(shape);
        _meta.GraphDef.Node.Add(new NodeDef
        {
            Name = name,
            Op = "Placeholder",
            Attr = { ["dtype"] = Type(dtype), ["shape"] = new AttrValue { Shape = stated } },
        });
        _inputs.Add(new TensorContract(name, null, dtype, shape is null ? TensorShape.UnknownRank : new TensorShape(shape), TensorEncoding.Dense, new([name + ":0"]), null));
        return this;
    }

    public SmallGraph Const(string name, ConstantTensor value)
    {
        _meta.GraphDef.Node.Add(ConstNode(name, value));
        return this;
    }

    public static NodeDef ConstNode(string name, ConstantTensor value)
    {
        var proto = new TensorProto { Dtype = (int)value.DType, TensorShape = Shape([.. value.Shape]), TensorContent = ByteString.CopyFrom(value.Bytes.Span) };
        proto.StringVal.AddRange(value.Strings.Select(s => ByteString.CopyFrom(s.Span)));
        return new NodeDef { Name = name, Op = "Const", Attr = { ["dtype"] = Type(value.DType), ["value"] = new AttrValue { Tensor = proto } } };
    }

    /// <summary>A node. Its output types follow from the attributes T, dtype or Tout, or from <paramref name="outputs"/>.</summary>
    public SmallGraph Node(string name, string op, string[] inputs, Dictionary<string, AttrValue>? attributes = null, DType[]? outputs = null)
    {
        var node = new NodeDef { Name = name, Op = op };
        node.Input.AddRange(inputs);
        foreach (KeyValuePair<string, AttrValue> attribute in attributes ?? [])
        {
            node.Attr[attribute.Key] = attribute.Value;
        }

        if (outputs is not null)
        {
            // An op definition of its own, so that the importer knows the outputs' types as it does from a file.
            var definition = new OpDef { Name = op };
            for (int i = 0; i < outputs.Length; i++)
            {
                definition.OutputArg.Add(new OpDef.Types.ArgDef { Name = "output_" + i, Type = (int)outputs[i] });
            }

            _meta.MetaInfoDef.StrippedOpList.Op.Add(definition);
        }

        _meta.GraphDef.Node.Add(node);
        return this;
    }

    /// <summary>An op definition, as it travels in a SavedModel.</summary>
    public SmallGraph Define(OpDef definition)
    {
        _meta.MetaInfoDef.StrippedOpList.Op.Add(definition);
        return this;
    }

    /// <summary>An input of the signature that is fed at a tensor of the graph, whatever stands there.</summary>
    public SmallGraph Feed(string key, string tensor, DType dtype, params long[] shape)
    {
        _inputs.Add(new TensorContract(key, null, dtype, new TensorShape(shape), TensorEncoding.Dense, new([tensor]), null));
        return this;
    }

    /// <summary>A function of the library; its nodes read each other as <c>node:group:position</c>.</summary>
    public SmallGraph Damage(GraphMutation mutation)
    {
        _meta = mutation.Apply(_meta);
        return this;
    }

    public SmallGraph Function(FunctionDef function)
    {
        _meta.GraphDef.Library.Function.Add(function.ToByteString());
        return this;
    }

    public SignatureProgram Translate(params string[] outputs) => Translate(NoKernels.Instance, outputs);

    public SignatureProgram Translate(IKernelCatalog kernels, params string[] outputs)
    {
        var results = outputs.Select(o => new TensorContract(o, null, DType.Invalid, TensorShape.UnknownRank, TensorEncoding.Dense, new([o.Contains(':', StringComparison.Ordinal) ? o : o + ":0"]), null));
        var signature = new SignatureContract("test", "", new(_inputs), new(results));
        return new ModelTranslation(SavedModelGraph.FromMetaGraph(_meta.ToByteArray(), "test"), null, [signature], kernels) { RecognisesRecurrence = RecognisesRecurrence }.Translate(signature);
    }

    /// <summary>The output's value for the given inputs.</summary>
    public ConstantTensor Run(string output, params (string Name, ConstantTensor Value)[] inputs) => RunAll([output], inputs)[0];

    public IReadOnlyList<ConstantTensor> RunAll(string[] outputs, params (string Name, ConstantTensor Value)[] inputs) =>
        OnnxPrograms.Run(Translate(outputs), inputs.ToDictionary(i => i.Name, i => i.Value));

    public static AttrValue Type(DType dtype) => new() { Type = (int)dtype };

    public static AttrValue Int(long value) => new() { I = value };

    public static AttrValue Bool(bool value) => new() { B = value };

    public static AttrValue Float(float value) => new() { F = value };

    public static AttrValue Text(string value) => new() { S = ByteString.CopyFromUtf8(value) };

    public static AttrValue Function(string name) => new() { Func = new NameAttrList { Name = name } };

    public static AttrValue Types(params DType[] types)
    {
        var list = new AttrValue.Types.ListValue();
        list.Type.AddRange(types.Select(t => (int)t));
        return new AttrValue { List = list };
    }

    public static AttrValue Ints(params long[] values)
    {
        var list = new AttrValue.Types.ListValue();
        list.I.AddRange(values);
        return new AttrValue { List = list };
    }

    private static TensorShapeProto Shape(long[] shape)
    {
        var proto = new TensorShapeProto();
        proto.Dim.AddRange(shape.Select(d => new TensorShapeProto.Types.Dim { Size = d }));
        return proto;
    }
}
