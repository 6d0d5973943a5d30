using System.Globalization;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.LoadBenchmarks.Models;

/// <summary>A SavedModel of dense layers as Keras writes it: inputs, put together, through square kernels with biases, each a variable of the checkpoint.</summary>
internal sealed class DenseModel
{
    private const int Features = 16;
    private const int LargestSide = 1024;

    private readonly GraphDef _graph = new() { Library = new FunctionDefLibrary() };
    private readonly List<string> _keys = [];

    /// <summary>How many bytes its kernels have together, about.</summary>
    public long WeightBytes { get; init; } = 1 << 20;

    /// <summary>How many inputs it has, of 16 features each.</summary>
    public int Inputs { get; init; } = 1;

    /// <summary>Another seed gives another model.</summary>
    public int Seed { get; init; }

    /// <summary>Writes the model.</summary>
    /// <param name="folder">The folder; made where it is not there.</param>
    public void Write(string folder)
    {
        int side = (int)Math.Min(LargestSide, Math.Sqrt(WeightBytes / sizeof(float)));
        int layers = (int)Math.Max(1, WeightBytes / sizeof(float) / side / side);
        Directory.CreateDirectory(Path.Combine(folder, "variables"));
        using (var checkpoint = new CheckpointFile(Path.Combine(folder, "variables"), Seed))
        {
            Restore();
            string value = Together();
            value = Layer(checkpoint, value, "in", Inputs * Features, side);
            for (int i = 0; i < layers; i++)
            {
                value = Layer(checkpoint, value, string.Create(CultureInfo.InvariantCulture, $"layer{i}"), side, side);
            }

            Node("scores", "Identity", [value], ("T", Type(DType.Float32)));
            RestoreTargets();
        }

        File.WriteAllBytes(Path.Combine(folder, "saved_model.pb"), Model(side).ToByteArray());
    }

    private SavedModelProto Model(int side)
    {
        var signature = new SignatureDef { MethodName = "tensorflow/serving/predict" };
        for (int i = 0; i < Inputs; i++)
        {
            signature.Inputs[InputName(i)] = Tensor(InputName(i) + ":0", Features);
        }

        signature.Outputs["scores"] = Tensor("scores:0", side);
        var meta = new MetaGraphDef
        {
            MetaInfoDef = new MetaGraphDef.Types.MetaInfoDef { Tags = { "serve" }, TensorflowVersion = "2.15.1", StrippedOpList = new OpList() },
            GraphDef = _graph,
            SaverDef = new SaverDef { FilenameTensorName = "filename:0", RestoreOpName = "restore_all" },
        };
        meta.SignatureDef["serving_default"] = signature;
        return new SavedModelProto { SavedModelSchemaVersion = 1, MetaGraphs = { meta } };
    }

    private string Together()
    {
        string[] inputs = [.. Enumerable.Range(0, Inputs).Select(InputName)];
        foreach (string input in inputs)
        {
            Node(input, "Placeholder", [], ("dtype", Type(DType.Float32)), ("shape", new AttrValue { Shape = CheckpointFile.Shape(-1, Features) }));
        }

        Constant("axis", new TensorProto { Dtype = (int)DType.Int32, TensorShape = new TensorShapeProto(), IntVal = { 1 } });
        Node("together", "ConcatV2", [.. inputs, "axis"], ("N", new AttrValue { I = Inputs }), ("T", Type(DType.Float32)), ("Tidx", Type(DType.Int32)));
        return "together";
    }

    private string Layer(CheckpointFile checkpoint, string input, string name, int rows, int columns)
    {
        string kernel = Variable(checkpoint, name + "/kernel", rows, columns);
        string bias = Variable(checkpoint, name + "/bias", columns);
        Node(name + "/MatMul", "MatMul", [input, kernel], ("T", Type(DType.Float32)));
        Node(name + "/BiasAdd", "BiasAdd", [name + "/MatMul", bias], ("T", Type(DType.Float32)));
        Node(name + "/Relu", "Relu", [name + "/BiasAdd"], ("T", Type(DType.Float32)));
        return name + "/Relu";
    }

    private string Variable(CheckpointFile checkpoint, string name, params long[] shape)
    {
        checkpoint.Add(name, shape);
        _keys.Add(name);
        Node(name, "VarHandleOp", [], ("dtype", Type(DType.Float32)), ("shape", new AttrValue { Shape = CheckpointFile.Shape(shape) }), ("shared_name", Text(name)));
        Node(name + "/Read", "ReadVariableOp", [name], ("dtype", Type(DType.Float32)));
        return name + "/Read";
    }

    private void Restore() => Node("filename", "Placeholder", [], ("dtype", Type(DType.String)), ("shape", new AttrValue { Shape = new TensorShapeProto() }));

    private void RestoreTargets()
    {
        Strings("restore/names", _keys);
        Strings("restore/slices", _keys.Select(_ => ""));
        var types = new AttrValue.Types.ListValue { Type = { _keys.Select(_ => (int)DType.Float32) } };
        Node("restore", "RestoreV2", ["filename", "restore/names", "restore/slices"], ("dtypes", new AttrValue { List = types }));
        var assignments = new List<string>();
        for (int i = 0; i < _keys.Count; i++)
        {
            string assignment = string.Create(CultureInfo.InvariantCulture, $"assign{i}");
            Node(assignment, "AssignVariableOp", [_keys[i], string.Create(CultureInfo.InvariantCulture, $"restore:{i}")], ("dtype", Type(DType.Float32)));
            assignments.Add("^" + assignment);
        }

        Node("restore_all", "NoOp", assignments);
    }

    private void Strings(string name, IEnumerable<string> values)
    {
        var tensor = new TensorProto { Dtype = (int)DType.String, TensorShape = CheckpointFile.Shape(_keys.Count) };
        tensor.StringVal.AddRange(values.Select(ByteString.CopyFromUtf8));
        Constant(name, tensor);
    }

    private void Constant(string name, TensorProto value) => Node(name, "Const", [], ("dtype", Type((DType)value.Dtype)), ("value", new AttrValue { Tensor = value }));

    private void Node(string name, string op, IEnumerable<string> inputs, params (string Name, AttrValue Value)[] attributes)
    {
        var node = new NodeDef { Name = name, Op = op };
        node.Input.AddRange(inputs);
        foreach ((string key, AttrValue value) in attributes)
        {
            node.Attr[key] = value;
        }

        _graph.Node.Add(node);
    }

    private static string InputName(int index) => string.Create(CultureInfo.InvariantCulture, $"input{index}");

    private static TensorInfo Tensor(string name, int size) => new() { Name = name, Dtype = (int)DType.Float32, TensorShape = CheckpointFile.Shape(-1, size) };

    private static AttrValue Type(DType dtype) => new() { Type = (int)dtype };

    private static AttrValue Text(string text) => new() { S = ByteString.CopyFromUtf8(text) };
}
