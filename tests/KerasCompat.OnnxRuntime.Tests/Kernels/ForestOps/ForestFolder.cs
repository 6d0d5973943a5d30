using System.Buffers.Binary;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Testing.Forests;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.ForestOps;

/// <summary>
/// A folder with a model of Yggdrasil, made by hand: its columns are the number "x", the flag "f", the category "c" of 4, the set "s" of 4, the
/// bucketed number "b" and the number "y"; then the label.
/// </summary>
internal sealed class ForestFolder : IDisposable
{
    public const int X = 0;
    public const int F = 1;
    public const int C = 2;
    public const int S = 3;
    public const int B = 4;
    public const int Y = 5;

    private const int Label = 6;
    private const int Numbers = 3;

    private static readonly DType[] Outputs = [DType.Float32, DType.String];

    private readonly string _folder = Directory.CreateTempSubdirectory("forest").FullName;

    public string Path => _folder;

    public AbstractModel Header { get; } = new() { Name = "RANDOM_FOREST", Task = 1, LabelColIdx = Label, InputFeatures = { X, F, C, S, B, Y } };

    public DataSpecification Data { get; } = new()
    {
        Columns =
        {
            new Column { Type = 1, Name = "x" },
            new Column { Type = 7, Name = "f" },
            new Column { Type = 4, Name = "c", Categorical = new CategoricalSpec { NumberOfUniqueValues = 4 } },
            new Column { Type = 5, Name = "s", Categorical = new CategoricalSpec { NumberOfUniqueValues = 4 } },
            new Column { Type = 9, Name = "b", DiscretizedNumerical = new DiscretizedNumericalSpec { Boundaries = { 1, 2, 4 } } },
            new Column { Type = 1, Name = "y" },
            new Column { Type = 4, Name = "label", Categorical = LabelSpec("red", "green") },
        },
    };

    public RandomForestHeader Random { get; } = new() { NumNodeShards = 1, NumTrees = 1, NodeFormat = "BLOB_SEQUENCE" };

    public GradientBoostedTreesHeader Boosted { get; } = new() { NumNodeShards = 1, NumTrees = 1, NodeFormat = "BLOB_SEQUENCE", Loss = 2, InitialPredictions = { 0 } };

    public static CategoricalSpec LabelSpec(params string[] classes)
    {
        var spec = new CategoricalSpec { NumberOfUniqueValues = classes.Length + 1 };
        for (int i = 0; i < classes.Length; i++)
        {
            spec.Items[classes[i]] = new CategoricalSpec.Types.VocabValue { Index = i + 1 };
        }

        return spec;
    }

    public static Node Value(float value) => new() { Regressor = new RegressorOutput { TopValue = value } };

    public static Node Class(int top, params double[] counts) =>
        new() { Classifier = new ClassifierOutput { TopValue = top, Distribution = new Distribution { Counts = { counts }, Sum = counts.Sum() } } };

    public static Node Asks(int attribute, Condition condition, bool whenMissing = false) =>
        new() { Condition = new NodeCondition { Attribute = attribute, NaValue = whenMissing, Condition = condition } };

    public static Node AtLeast(int attribute, float threshold, bool whenMissing = false) =>
        Asks(attribute, new Condition { HigherCondition = new Condition.Types.Higher { Threshold = threshold } }, whenMissing);

    public ForestFolder Label3()
    {
        Data.Columns[Label].Categorical = LabelSpec("red", "green", "blue");
        return this;
    }

    public ForestFolder BoostedTrees(int task, int loss, int trees)
    {
        Header.Name = "GRADIENT_BOOSTED_TREES";
        (Header.Task, Boosted.Loss, Boosted.NumTrees) = (task, loss, trees);
        return this;
    }

    /// <summary>Writes all files, with the nodes in one of them.</summary>
    public ForestFolder With(params Node[] nodes) => WithShard("nodes-00000-of-00001", Blobs(nodes));

    public ForestFolder WithShard(string name, byte[] content)
    {
        Write("header.pb", Header.ToByteArray());
        Write("data_spec.pb", Data.ToByteArray());
        Write("random_forest_header.pb", Random.ToByteArray());
        Write("gradient_boosted_trees_header.pb", Boosted.ToByteArray());
        Write(name, content);
        return this;
    }

    public void Write(string name, byte[] content) => File.WriteAllBytes(System.IO.Path.Combine(_folder, name), content);

    public static byte[] Blobs(params Node[] nodes)
    {
        using var stream = new MemoryStream();
        stream.Write([(byte)'B', (byte)'S', 0, 0, 0, 0, 0, 0]);
        byte[] length = new byte[4];
        foreach (Node node in nodes)
        {
            BinaryPrimitives.WriteInt32LittleEndian(length, node.CalculateSize());
            stream.Write(length);
            stream.Write(node.ToByteArray());
        }

        return stream.ToArray();
    }

    /// <summary>What the model says of one example.</summary>
    public float[] Predict(float x = 0, float f = 0, int c = 0, int[]? s = null, float b = 0, float y = 0, int outputs = 1) =>
        Run("SimpleMLInferenceOpWithHandle", Outputs, Features(x, f, c, s, b, y), outputs)[0].Values<float>().ToArray();

    public string[] Names(int outputs) => Run("SimpleMLInferenceOpWithHandle", Outputs, Features(0, 0, 0, null, 0, 0), outputs)[1].Texts();

    public int[] Leaves(float x) => Run("SimpleMLInferenceLeafIndexOpWithHandle", [DType.Int32], Features(x, 0, 0, null, 0, 0), 1)[0].Values<int>().ToArray();

    public ModelTensor[] Run(string op, DType[] types, ConstantTensor[] features, int outputs)
    {
        var program = new KernelPrograms("forest");
        int handle = program.Kernel("SimpleMLCreateModelResource", [], ("shared_name", Text("model")));
        program.Kernel("SimpleMLLoadModelFromPathWithHandle", [handle, program.Constant(Strings([], _folder))], 0, []);
        int first = program.Kernel(op, [.. features.Select(program.Constant), handle], types.Length, [], ("dense_output_dim", Int(outputs)));
        for (int i = 0; i < types.Length; i++)
        {
            program.Output($"out{i}", types[i], first + i);
        }

        using OnnxModelEngine engine = new HandMadeModel(program.Program()) { Path = _folder }.Load();
        IReadOnlyDictionary<string, ModelTensor> results = engine.Run("forest");
        return [.. types.Select((_, i) => results[$"out{i}"])];
    }

    public static ConstantTensor[] Features(float x, float f, int c, int[]? s, float b, float y) =>
    [
        Values([1, Numbers], x, b, y), Values([1, 1], f), Values([1, 1], c), Vector(s ?? []), Values([2], 0L, s?.Length ?? 0), Values([2], 0L, 1),
    ];

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
