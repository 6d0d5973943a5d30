using Google.Protobuf;
using KerasCompat.Testing.TensorFlow;
using Proto = KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>
/// A SavedModel on disk whose signature takes a <c>SparseTensor</c>, as TensorFlow 1's <c>build_tensor_info</c> writes one: no recorded model
/// has one, because TensorFlow 2 passes the three parts as inputs of their own.
/// </summary>
internal sealed class SparseModel : IDisposable
{
    private const int Float = 1;
    private const int String = 7;
    private const int Int64 = 9;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kerascompat-sparse-");

    /// <summary>
    /// Inputs: <c>bag</c>, a sparse float32[?,3]; <c>words</c>, a sparse string[?,2]; <c>bias</c>, a float32[2]. Outputs: <c>product</c>, the bag
    /// times [[1,10],[2,20],[3,30]] plus the bias; <c>dense</c>, the bag with -1 where it has no element; <c>text</c>, the words with "none".
    /// </summary>
    public SparseModel()
    {
        var graph = new GraphDef { Library = new FunctionDefLibrary() };
        AddSparse(graph, "bag", Float);
        AddSparse(graph, "words", String);
        graph.Node.Add(Placeholder("bias", Float, 2));
        graph.Node.Add(Const("weights", new TensorProto { Dtype = Float, TensorShape = Shape(3, 2), FloatVal = { 1, 10, 2, 20, 3, 30 } }));
        graph.Node.Add(Const("absent", new TensorProto { Dtype = Float, TensorShape = Shape(), FloatVal = { -1 } }));
        graph.Node.Add(Const("none", new TensorProto { Dtype = String, TensorShape = Shape(), StringVal = { ByteString.CopyFromUtf8("none") } }));
        graph.Node.Add(Node("matmul", "SparseTensorDenseMatMul", ["bag/indices", "bag/values", "bag/shape", "weights"], ("T", Type(Float)), ("Tindices", Type(Int64))));
        graph.Node.Add(Node("product", "AddV2", ["matmul", "bias"], ("T", Type(Float))));
        graph.Node.Add(Node("dense", "SparseToDense", ["bag/indices", "bag/shape", "bag/values", "absent"], ("T", Type(Float)), ("Tindices", Type(Int64))));
        graph.Node.Add(Node("text", "SparseToDense", ["words/indices", "words/shape", "words/values", "none"], ("T", Type(String)), ("Tindices", Type(Int64))));
        var signature = new SignatureDef
        {
            MethodName = "tensorflow/serving/predict",
            Inputs = { ["bag"] = Sparse("bag", Float, -1, 3), ["bias"] = Dense("bias", Float, 2), ["words"] = Sparse("words", String, -1, 2) },
            Outputs = { ["product"] = Dense("product", Float, -1, 2), ["dense"] = Dense("dense", Float, -1, 3), ["text"] = Dense("text", String, -1, 2) },
        };
        var model = new SavedModelProto
        {
            SavedModelSchemaVersion = 1,
            MetaGraphs =
            {
                new MetaGraphDef
                {
                    MetaInfoDef = new() { Tags = { "serve" }, TensorflowVersion = "1.15.5", StrippedOpList = new OpList() },
                    GraphDef = graph,
                    SignatureDef = { ["serving_default"] = signature },
                },
            },
        };
        File.WriteAllBytes(Path.Combine(Folder, "saved_model.pb"), model.ToByteArray());
    }

    /// <summary>The folder of the model.</summary>
    public string Folder => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    private static void AddSparse(GraphDef graph, string name, int type)
    {
        graph.Node.Add(Placeholder($"{name}/indices", Int64, -1, 2));
        graph.Node.Add(Placeholder($"{name}/values", type, -1));
        graph.Node.Add(Placeholder($"{name}/shape", Int64, 2));
    }

    private static NodeDef Placeholder(string name, int type, params long[] shape) =>
        Node(name, "Placeholder", [], ("dtype", Type(type)), ("shape", new AttrValue { Shape = Shape(shape) }));

    private static NodeDef Const(string name, TensorProto value) =>
        Node(name, "Const", [], ("dtype", Type(value.Dtype)), ("value", new AttrValue { Tensor = value }));

    private static NodeDef Node(string name, string op, string[] inputs, params (string Name, AttrValue Value)[] attributes)
    {
        var node = new NodeDef { Name = name, Op = op, Input = { inputs } };
        foreach ((string key, AttrValue value) in attributes)
        {
            node.Attr[key] = value;
        }

        return node;
    }

    private static AttrValue Type(int type) => new() { Type = type };

    private static Proto.TensorInfo Dense(string name, int type, params long[] shape) =>
        new() { Name = $"{name}:0", Dtype = type, TensorShape = Shape(shape) };

    private static Proto.TensorInfo Sparse(string name, int type, params long[] shape) => new()
    {
        CooSparse = new() { IndicesTensorName = $"{name}/indices:0", ValuesTensorName = $"{name}/values:0", DenseShapeTensorName = $"{name}/shape:0" },
        Dtype = type,
        TensorShape = Shape(shape),
    };

    private static TensorShapeProto Shape(params long[] sizes) => new() { Dim = { sizes.Select(size => new TensorShapeProto.Types.Dim { Size = size }) } };
}
