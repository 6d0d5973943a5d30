using Google.Protobuf;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Benchmarks;

/// <summary>A SavedModel on disk with 1 GB of graph: 256 weights of 4 MB and 20 000 other nodes. The weights are holes, so that it takes no space.</summary>
internal sealed class LargeModel
{
    private const int Weights = 256;
    private const int WeightLength = 4 << 20;
    private const int OtherNodes = 20_000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kerascompat-large-");

    /// <summary>Writes the model.</summary>
    public LargeModel()
    {
        byte[][] nodes = [.. Enumerable.Range(0, OtherNodes).Select(OtherNode)];
        byte[][] weights = [.. Enumerable.Range(0, Weights).Select(WeightWithoutValue)];
        long graph = nodes.Sum(node => FieldLength(node.Length)) + weights.Sum(weight => FieldLength(weight.Length + WeightLength));
        byte[] rest = Rest().ToByteArray();

        using FileStream file = File.Create(Path.Combine(Folder, "saved_model.pb"));
        Header(file, 2, FieldLength(graph) + rest.Length);
        Header(file, 2, graph);
        foreach (byte[] node in nodes)
        {
            Header(file, 1, node.Length);
            file.Write(node);
        }

        foreach (byte[] weight in weights)
        {
            Header(file, 1, weight.Length + WeightLength);
            file.Write(weight);
            file.Seek(WeightLength, SeekOrigin.Current);
        }

        file.Write(rest);
    }

    /// <summary>The folder of the model.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Deletes the model.</summary>
    public void Delete() => _folder.Delete(recursive: true);

    private static byte[] OtherNode(int number)
    {
        var node = new NodeDef { Name = $"model/block_{number}/add", Op = "AddV2", Input = { $"model/block_{number - 1}/add", $"model/weight_{number % Weights}" } };
        node.Attr["T"] = new AttrValue { Type = 1 };
        return node.ToByteArray();
    }

    // The content is the last field of all the messages around it, so what stands before it is what the node begins with.
    private static byte[] WeightWithoutValue(int number)
    {
        var node = new NodeDef { Name = $"model/weight_{number}", Op = "Const" };
        node.Attr["value"] = new AttrValue
        {
            Tensor = new TensorProto
            {
                Dtype = 1,
                TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = WeightLength / sizeof(float) } } },
                TensorContent = UnsafeByteOperations.UnsafeWrap(new byte[WeightLength]),
            },
        };
        return node.ToByteArray()[..^WeightLength];
    }

    private static MetaGraphDef Rest() => new()
    {
        MetaInfoDef = new() { Tags = { "serve" }, TensorflowVersion = "2.15.1" },
        SignatureDef =
        {
            ["serving_default"] = new SignatureDef
            {
                MethodName = "tensorflow/serving/predict",
                Inputs = { ["x"] = new() { Name = "model/block_0/add:0", Dtype = 1, TensorShape = new() { UnknownRank = true } } },
                Outputs = { ["y"] = new() { Name = $"model/block_{OtherNodes - 1}/add:0", Dtype = 1, TensorShape = new() { UnknownRank = true } } },
            },
        },
    };

    // Fields of one-byte tags that hold a message: the tag, the length as a varint, the message.
    private static void Header(Stream file, int field, long length)
    {
        file.WriteByte((byte)((field << 3) | 2));
        for (; length >= 0x80; length >>= 7)
        {
            file.WriteByte((byte)(length | 0x80));
        }

        file.WriteByte((byte)length);
    }

    private static long FieldLength(long length)
    {
        long header = 2;
        for (long rest = length; rest >= 0x80; rest >>= 7)
        {
            header++;
        }

        return header + length;
    }
}
