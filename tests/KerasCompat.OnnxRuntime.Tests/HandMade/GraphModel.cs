using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Onnx;
using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.OnnxRuntime.Tests.HandMade;

/// <summary>A model whose graph is written in code, translated and run as one that was loaded. Its variables have no checkpoint: a signature, or the init op, fills them.</summary>
internal sealed class GraphModel : IModelPrograms
{
    private readonly MetaGraphDef _meta = new()
    {
        MetaInfoDef = new MetaGraphDef.Types.MetaInfoDef { StrippedOpList = new OpList() },
        GraphDef = new GraphDef { Library = new FunctionDefLibrary() },
    };

    private readonly List<SignatureContract> _signatures = [];
    private readonly Dictionary<string, ConstantTensor> _variables = [];
    private ModelTranslation? _translation;

    public string Path { get; init; } = "graph_model";

    public ModelContract Contract => new(new(["serve"]), new Producer(null, null), null, new(_signatures));

    public SignatureProgram? Initialization => Translation.TranslateInitializer();

    private ModelTranslation Translation =>
        _translation ??= new ModelTranslation(SavedModelGraph.FromMetaGraph(_meta.ToByteArray(), Path), null, _signatures, new KernelCatalog());

    public GraphModel Placeholder(string name, DType dtype, params long[] shape)
    {
        var stated = new TensorShapeProto();
        stated.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dim { Size = size }));
        return Node(name, "Placeholder", [], ("dtype", KernelPrograms.Type(dtype)), ("shape", new AttrValue { Shape = stated }));
    }

    public GraphModel PlaceholderOfAnyRank(string name, DType dtype) =>
        Node(name, "Placeholder", [], ("dtype", KernelPrograms.Type(dtype)), ("shape", new AttrValue { Shape = new TensorShapeProto { UnknownRank = true } }));

    public GraphModel Const(string name, ConstantTensor value)
    {
        _meta.GraphDef.Node.Add(ConstNode(name, value));
        return this;
    }

    public static NodeDef ConstNode(string name, ConstantTensor value)
    {
        var proto = new TensorProto { Dtype = (int)value.DType, TensorShape = new TensorShapeProto(), TensorContent = ByteString.CopyFrom(value.Bytes.Span) };
        proto.TensorShape.Dim.AddRange(value.Shape.Select(size => new TensorShapeProto.Types.Dim { Size = size }));
        proto.StringVal.AddRange(value.Strings.Select(text => ByteString.CopyFrom(text.Span)));
        return new NodeDef { Name = name, Op = "Const", Attr = { ["dtype"] = KernelPrograms.Type(value.DType), ["value"] = new AttrValue { Tensor = proto } } };
    }

    public GraphModel Node(string name, string op, string[] inputs, params (string Name, AttrValue Value)[] attributes)
    {
        _meta.GraphDef.Node.Add(Definition(name, op, inputs, attributes));
        return this;
    }

    public static NodeDef Definition(string name, string op, string[] inputs, params (string Name, AttrValue Value)[] attributes)
    {
        var node = new NodeDef { Name = name, Op = op };
        node.Input.AddRange(inputs);
        foreach ((string key, AttrValue value) in attributes)
        {
            node.Attr[key] = value;
        }

        return node;
    }

    /// <summary>A variable of TensorFlow 1 with the value that it has when the model is loaded.</summary>
    public GraphModel Reference(string name, ConstantTensor value)
    {
        _variables.Add(name, value);
        return Node(name, "VariableV2", [], ("dtype", KernelPrograms.Type(value.DType)));
    }

    /// <summary>A variable of TensorFlow 2 with the value that it has when the model is loaded.</summary>
    public GraphModel Variable(string name, ConstantTensor value)
    {
        _variables.Add(name, value);
        return Node(name, "VarHandleOp", [], ("dtype", KernelPrograms.Type(value.DType)));
    }

    public GraphModel Function(FunctionDef function)
    {
        _meta.GraphDef.Library.Function.Add(function.ToByteString());
        return this;
    }

    /// <summary>The op that runs once, before the first call.</summary>
    public GraphModel InitOp(string node)
    {
        _meta.CollectionDef["legacy_init_op"] = new CollectionDef { NodeList = new CollectionDef.Types.NodeList { Value = { node } } };
        return this;
    }

    /// <summary>A signature from placeholders, by their names, to tensors.</summary>
    public GraphModel Signature(string key, string[] inputs, params (string Name, DType DType)[] outputs)
    {
        _signatures.Add(new SignatureContract(key, "", new(inputs.Select(name => Tensor(name, Type(name)))), new(outputs.Select(output => Tensor(output.Name, output.DType)))));
        return this;
    }

    public OnnxModelEngine Load() => new(this, OnnxModelOptions.Default);

    public SignatureProgram Translate(string signatureKey) => Translation.Translate(_signatures.Find(signature => signature.Key == signatureKey)!);

    public void VerifyWeights()
    {
    }

    public void Keep()
    {
    }

    public ConstantTensor? CheckpointValue(TfNode handle) => _variables.GetValueOrDefault(handle.Name);

    public void Dispose()
    {
    }

    private DType Type(string placeholder) => DTypes.FromNumber(_meta.GraphDef.Node.First(node => node.Name == placeholder).Attr["dtype"].Type);

    private static TensorContract Tensor(string name, DType dtype) =>
        new(name, null, dtype, TensorShape.UnknownRank, TensorEncoding.Dense, new([name.Contains(':', StringComparison.Ordinal) ? name : name + ":0"]), null);
}
