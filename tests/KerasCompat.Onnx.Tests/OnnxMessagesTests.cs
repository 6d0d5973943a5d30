using System.Text;
using FsCheck.Xunit;
using Google.Protobuf;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;
using Truth = KerasCompat.Testing.Onnx;

namespace KerasCompat.Onnx.Tests;

/// <summary>ONNX models are written as Google's own classes write them, and read again without loss.</summary>
public sealed class OnnxMessagesTests
{
    [Property]
    public void What_is_written_Google_s_classes_read_and_write_alike(int seed)
    {
        ModelProto model = Model(new Random(seed));

        byte[] written = model.ToByteArray();

        Assert.Equal(written, Truth.ModelProto.Parser.ParseFrom(written).ToByteArray());
    }

    [Property]
    public void What_Google_s_classes_write_is_read_and_written_alike(int seed)
    {
        byte[] expected = Truth.ModelProto.Parser.ParseFrom(Model(new Random(seed)).ToByteArray()).ToByteArray();

        Assert.Equal(expected, ModelProto.Parse(expected).ToByteArray());
    }

    [Property]
    public void A_stream_gets_the_same_bytes_as_an_array(int seed, byte[] weights)
    {
        ModelProto model = Model(new Random(seed));
        model.Graph.Initializer.Add(new TensorProto { Name = "small", DataType = DataType.Uint8, RawData = weights });
        model.Graph.Initializer.Add(new TensorProto { Name = "large", DataType = DataType.Uint8, RawData = new byte[200_000] });
        model.ProducerVersion = new string('v', 70_000);
        using var stream = new MemoryStream();

        model.WriteTo(stream);

        Assert.Equal(model.ToByteArray(), stream.ToArray());
    }

    [Fact]
    public void A_translated_model_with_a_loop_is_what_Google_s_classes_read()
    {
        SignatureProgram program = Version1ControlFlowTests.Loop(new SmallGraph().Input("x", Contracts.DType.Float32, -1).Input("n", Contracts.DType.Int32), "x", "").Translate("exit");

        foreach (OnnxStep step in program.Steps.OfType<OnnxStep>())
        {
            byte[] written = step.Model.ToByteArray();
            Truth.ModelProto read = Truth.ModelProto.Parser.ParseFrom(written);
            Assert.Equal(Programs.Nodes(step.Model.Graph).Count(), Nodes(read.Graph));
            Assert.Equal(written, read.ToByteArray());
            Assert.Equal(written, ModelProto.Parse(written).ToByteArray());
        }
    }

    [Fact]
    public void A_model_with_a_field_that_is_never_written_here_is_not_read()
    {
        byte[] bytes = [.. new ModelProto { IrVersion = 9 }.ToByteArray(), (6 << 3) | 2, 1, (byte)'d'];

        Assert.Throws<ModelFormatException>(() => ModelProto.Parse(bytes));
    }

    [Property(MaxTest = 300)]
    public void A_damaged_model_is_read_or_refused_with_a_reason(int seed)
    {
        var random = new Random(seed);
        byte[] bytes = Model(random).ToByteArray();
        bytes = bytes[..random.Next(bytes.Length + 1)];
        for (int i = random.Next(5); i > 0 && bytes.Length > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        Exception? thrown = Record.Exception(() => ModelProto.Parse(bytes));

        Assert.True(thrown is null or ModelFormatException, thrown?.ToString());
    }

    [Fact]
    public void Bodies_nested_without_end_are_refused_and_do_not_exhaust_the_stack()
    {
        var graph = new GraphProto();
        for (int i = 0; i < 200; i++)
        {
            var node = new NodeProto { OpType = "If" };
            node.Attribute.Add(new AttributeProto { Name = "then_branch", G = graph, Type = AttributeType.Graph });
            graph = new GraphProto();
            graph.Node.Add(node);
        }

        byte[] bytes = new ModelProto { Graph = graph }.ToByteArray();

        Assert.Contains("nested deeper", Assert.Throws<ModelFormatException>(() => ModelProto.Parse(bytes)).Problem, StringComparison.Ordinal);
    }

    private static int Nodes(Truth.GraphProto graph) =>
        graph.Node.Sum(node => 1 + node.Attribute.Where(attribute => attribute.G is not null).Sum(attribute => Nodes(attribute.G)));

    private static ModelProto Model(Random random)
    {
        var model = new ModelProto { IrVersion = random.Next(12), ProducerName = Text(random), ProducerVersion = Text(random), Graph = Graph(random, 3) };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = Text(random), Version = random.Next(30) });
        model.MetadataProps.Add(new StringStringEntryProto { Key = Text(random), Value = Text(random) });
        return model;
    }

    private static GraphProto Graph(Random random, int depth)
    {
        var graph = new GraphProto { Name = Text(random) };
        graph.Input.AddRange(Many(random, Value));
        graph.Output.AddRange(Many(random, Value));
        graph.ValueInfo.AddRange(Many(random, Value));
        graph.Initializer.AddRange(Many(random, Tensor));
        graph.Node.AddRange(Many(random, r => Node(r, depth - 1)));
        return graph;
    }

    private static NodeProto Node(Random random, int depth)
    {
        var node = new NodeProto { Name = Text(random), OpType = Text(random), Domain = Text(random) };
        node.Input.AddRange(Many(random, Text));
        node.Output.AddRange(Many(random, Text));
        node.Attribute.AddRange(Many(random, r => Attribute(r, depth)));
        return node;
    }

    private static AttributeProto Attribute(Random random, int depth)
    {
        var attribute = new AttributeProto
        {
            Name = Text(random),
            F = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
            I = random.NextInt64(long.MinValue, long.MaxValue),
            S = Text(random),
            T = random.Next(3) == 0 ? Tensor(random) : null,
            G = depth > 0 && random.Next(3) == 0 ? Graph(random, depth) : null,
            Ints = Many(random, r => r.NextInt64(-1000, 1000)),
            Floats = Many(random, r => r.NextSingle()),
            Type = (AttributeType)random.Next(11),
        };
        attribute.Strings.AddRange(Many(random, Text));
        return attribute;
    }

    private static TensorProto Tensor(Random random)
    {
        var tensor = new TensorProto
        {
            Name = Text(random),
            DataType = (DataType)random.Next(23),
            RawData = Many(random, r => (byte)r.Next(256)),
            Dims = Many(random, r => r.NextInt64(1L << r.Next(60))),
            DataLocation = (DataLocation)random.Next(2),
        };
        tensor.StringData.AddRange(Many(random, r => new ReadOnlyMemory<byte>(Many(r, x => (byte)x.Next(256)))));
        tensor.ExternalData.Add(new StringStringEntryProto { Key = Text(random), Value = Text(random) });
        return tensor;
    }

    private static ValueInfoProto Value(Random random)
    {
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(Many(random, r => r.Next(3) switch
        {
            0 => new DimensionProto { DimValue = r.Next(3) },
            1 => new DimensionProto { DimParam = Text(r) },
            _ => new DimensionProto(),
        }));
        var tensor = new TypeProto { TensorType = new TensorTypeProto { ElemType = (DataType)random.Next(23), Shape = random.Next(4) == 0 ? null : shape } };
        return new ValueInfoProto { Name = Text(random), Type = random.Next(4) == 0 ? new TypeProto { SequenceType = new SequenceTypeProto { ElemType = tensor } } : tensor };
    }

    private static T[] Many<T>(Random random, Func<Random, T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make(random))];

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(6); i > 0; i--)
        {
            text.Append(new Rune(random.Next(10) == 0 ? random.Next(0x10000, 0x110000) : random.Next(1, 0x500)));
        }

        return text.ToString();
    }
}
