using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.SavedModel.Protos;
using KerasCompat.SavedModel.Wire;
using Truth = KerasCompat.Testing.TensorFlow;

namespace KerasCompat.SavedModel.Tests;

/// <summary>The graph's messages are read as Google's own classes read and write them, whatever way they were laid out; damaged ones are refused.</summary>
public sealed class GraphMessagesTests
{
    public static TheoryData<string> Models => TestModel.All;

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_node_and_function_of_every_model_is_what_Google_s_classes_read(string model)
    {
        string file = Path.Combine(TestModel.Folder(model), "saved_model.pb");
        Truth.MetaGraphDef expected = Truth.SavedModelProto.Parser.ParseFrom(File.ReadAllBytes(file)).MetaGraphs[0];

        var reader = new WireReader(WireSlice.Of(expected.ToByteArray(), "test"));
        MetaGraphDef read = MetaGraphDef.Read(reader);

        AssertNodes(expected.GraphDef.Node, read.GraphDef.Node);
        Assert.Equal(expected.MetaInfoDef.StrippedOpList.Op.Select(Text), read.StrippedOpList.Select(Text));
        Assert.Equal(expected.AssetFileDef.Select(asset => (asset.TensorInfo.Name, asset.Filename)), read.AssetFileDef.Select(asset => (asset.TensorName, asset.Filename)));
        Assert.Equal(expected.SaverDef?.RestoreOpName ?? "", read.SaverDef.RestoreOpName);
        Assert.Equal(expected.GraphDef.Library?.Function.Count ?? 0, read.GraphDef.Library.Count);
        foreach ((ByteString bytes, SerializedFunction serialized) in (expected.GraphDef.Library?.Function ?? []).Zip(read.GraphDef.Library))
        {
            Truth.FunctionDef function = Truth.FunctionDef.Parser.ParseFrom(bytes);
            serialized.Read(reader);
            FunctionDef parsed = serialized.Parse();
            Assert.Equal(function.Signature.Name, serialized.Name);
            Assert.Equal(Text(function.Signature), Text(parsed.Signature));
            Assert.Equal(function.Ret.OrderBy(entry => entry.Key), parsed.Ret.OrderBy(entry => entry.Key));
            Assert.Equal(function.ControlRet.OrderBy(entry => entry.Key), parsed.ControlRet.OrderBy(entry => entry.Key));
            AssertNodes(function.NodeDef, parsed.NodeDef);
            AssertAttributes(function.ArgAttr.TryGetValue(0, out Truth.FunctionDef.Types.ArgAttrs? attributes) ? attributes.Attr : [], parsed.ArgAttr(0));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_functions_that_a_graph_calls_are_read_from_its_file_and_no_others(string model)
    {
        string file = Path.Combine(TestModel.Folder(model), "saved_model.pb");
        Truth.MetaGraphDef expected = Truth.SavedModelProto.Parser.ParseFrom(File.ReadAllBytes(file)).MetaGraphs[0];
        Dictionary<string, Truth.FunctionDef> functions = (expected.GraphDef.Library?.Function ?? []).Select(bytes => Truth.FunctionDef.Parser.ParseFrom(bytes)).ToDictionary(function => function.Signature.Name);
        var called = new HashSet<string>();
        Call(expected.GraphDef.Node);

        MetaGraphDef read = SavedModelGraph.Load(TestModel.Folder(model), [.. expected.MetaInfoDef.Tags]).MetaGraph;

        Assert.Equal(called.Order(StringComparer.Ordinal), read.GraphDef.Library.Select(function => function.Parse().Signature.Name).Order(StringComparer.Ordinal));

        void Call(IEnumerable<Truth.NodeDef> nodes)
        {
            foreach (string name in nodes.SelectMany(node => node.Attr.Values.SelectMany(value => (value.List?.Func ?? []).Append(value.Func)).Select(func => func?.Name ?? "").Append(node.Op)))
            {
                if (functions.TryGetValue(name, out Truth.FunctionDef? function) && called.Add(name))
                {
                    Call(function.NodeDef);
                }
            }
        }
    }

    [Property]
    public void A_number_or_text_is_read_as_it_was_written(long number, float real, bool flag, byte[] bytes, string text)
    {
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

        Assert.Equal(number, Read(new Truth.AttrValue { I = number }).I);
        Assert.Equal(real, Read(new Truth.AttrValue { F = real }).F);
        Assert.Equal(flag, Read(new Truth.AttrValue { B = flag }).B);
        Assert.Equal(DTypes.FromNumber((int)number), Read(new Truth.AttrValue { Type = (int)number }).Type);
        Assert.Equal(bytes, Read(new Truth.AttrValue { S = ByteString.CopyFrom(bytes) }).S.ToArray());
        Assert.Equal(text, Read(new Truth.AttrValue { S = ByteString.CopyFromUtf8(text) }).Text);
        Assert.Equal(text, Read(new Truth.AttrValue { Placeholder = text }).Placeholder);
        Assert.Equal(text, Read(new Truth.AttrValue { Func = new Truth.NameAttrList { Name = text } }).Func);
    }

    [Property]
    public void A_list_is_read_as_it_was_written(long[] numbers, float[] reals, PositiveInt[] types, string[] texts, NonNegativeInt[] sizes)
    {
        texts = [.. texts.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")))];
        var list = new Truth.AttrValue.Types.ListValue();
        list.I.Add(numbers);
        list.F.Add(reals);
        list.Type.Add(types.Select(type => type.Get));
        list.S.Add(texts.Select(ByteString.CopyFromUtf8));
        list.Func.Add(texts.Select(text => new Truth.NameAttrList { Name = text }));
        list.Shape.Add(sizes.Select(size => Shape(size.Get, -1)));

        ListValue read = Read(new Truth.AttrValue { List = list }).List;

        Assert.Equal(numbers, read.I);
        Assert.Equal(reals, read.F);
        Assert.Equal(types.Select(type => DTypes.FromNumber(type.Get)), read.Type);
        Assert.Equal(texts, read.S);
        Assert.Equal(texts, read.Func);
        Assert.Equal(sizes.Select(size => new TensorShape(size.Get, -1)), read.Shape);
    }

    [Property]
    public void What_is_written_Google_s_classes_read(long[] numbers, float real, bool flag, long[] shape, byte[][] texts)
    {
        Assert.Equal(numbers, Truth.AttrValue.Parser.ParseFrom(WireWriter.ToArray(AttrValue.Of(numbers))).List?.I ?? []);
        Assert.Equal(real, Truth.AttrValue.Parser.ParseFrom(WireWriter.ToArray(AttrValue.Of(real))).F);
        Assert.Equal(flag, Truth.AttrValue.Parser.ParseFrom(WireWriter.ToArray(AttrValue.Of(flag))).B);
        Assert.Equal((int)DType.Int64, Truth.AttrValue.Parser.ParseFrom(WireWriter.ToArray(AttrValue.Of(DType.Int64))).Type);
        var tensor = new ConstantTensor([texts.Length], [.. texts.Select(text => new ReadOnlyMemory<byte>(text))]);
        Truth.TensorProto written = Truth.AttrValue.Parser.ParseFrom(WireWriter.ToArray(AttrValue.Of(tensor))).Tensor;
        Assert.Equal(((int)DType.String, (long)texts.Length), (written.Dtype, Assert.Single(written.TensorShape.Dim).Size));
        Assert.Equal(texts, written.StringVal.Select(text => text.ToByteArray()));
        Truth.TensorProto bytes = Truth.TensorProto.Parser.ParseFrom(WireWriter.ToArray(new TensorMessage(DType.Int64, shape, new byte[] { 1, 2 }, [])));
        Assert.Equal(shape, bytes.TensorShape.Dim.Select(dim => dim.Size));
        Assert.Equal([1, 2], bytes.TensorContent.ToByteArray());
    }

    [Fact]
    public void Numbers_may_be_packed_or_not_or_both()
    {
        byte[] bytes = Bytes(output =>
        {
            output.WriteTag(3, WireFormat.WireType.Varint);
            output.WriteInt64(-1);
            output.WriteTag(3, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(2, 3));
            output.WriteTag(4, WireFormat.WireType.Fixed32);
            output.WriteFloat(0.5f);
            output.WriteTag(4, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(0, 0, 0x80, 0x3F, 0, 0, 0, 0x40));
        });

        ListValue list = AttrValue.Parse(Bytes(output =>
        {
            output.WriteTag(1, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFrom(bytes));
        })).List;

        Assert.Equal([-1, 2, 3], list.I);
        Assert.Equal([0.5f, 1, 2], list.F);
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(6, 2)]
    [InlineData(7, 3)]
    public void Values_of_a_tensor_that_are_not_packed_are_all_read(int field, int dtype)
    {
        byte[] bytes = Bytes(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Varint);
            output.WriteInt32(dtype);
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteMessage(Shape(3));
            for (int i = 1; i <= 3; i++)
            {
                Write(output, field, i);
            }
        });

        ConstantTensor tensor = ConstantTensor.FromProto(new WireReader(WireSlice.Of(bytes, "")).ReadAll(new TensorProto()));

        byte[] expected = field switch
        {
            5 => [.. new[] { 1f, 2, 3 }.SelectMany(BitConverter.GetBytes)],
            6 => [.. new[] { 1d, 2, 3 }.SelectMany(BitConverter.GetBytes)],
            _ => [.. new[] { 1, 2, 3 }.SelectMany(BitConverter.GetBytes)],
        };
        Assert.Equal(expected, tensor.Bytes.ToArray());
    }

    [Fact]
    public void Bytes_that_are_no_text_are_read_all_the_same()
    {
        AttrValue value = Read(new Truth.AttrValue { S = ByteString.CopyFrom((byte)'a', 0xFF) });

        Assert.Equal("a\uFFFD", value.Text);
        Assert.Equal([(byte)'a', 0xFF], value.S.ToArray());
    }

    [Fact]
    public void Of_several_kinds_of_a_value_the_last_one_counts()
    {
        byte[] bytes = [.. new Truth.AttrValue { S = ByteString.CopyFromUtf8("text") }.ToByteArray(), .. new Truth.AttrValue { I = 7 }.ToByteArray()];

        AttrValue value = AttrValue.Parse(bytes);

        Assert.Equal((AttrValue.ValueOneofCase.I, 7, ""), (value.ValueCase, value.I, value.Text));
    }

    [Fact]
    public void Fields_that_are_not_known_are_passed()
    {
        byte[] bytes = Bytes(output =>
        {
            output.WriteTag(100, WireFormat.WireType.Fixed64);
            output.WriteFixed64(1);
            output.WriteTag(3, WireFormat.WireType.Varint);
            output.WriteInt64(7);
            output.WriteTag(101, WireFormat.WireType.LengthDelimited);
            output.WriteString("unknown");
        });

        Assert.Equal(7, AttrValue.Parse(bytes).I);
    }

    [Theory]
    [InlineData(new byte[] { 0x1B, 0x1C })]
    [InlineData(new byte[] { 0x12, 0x05, 1 })]
    [InlineData(new byte[] { 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData(new byte[] { 0x18, 0x80 })]
    [InlineData(new byte[] { 0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 })]
    [InlineData(new byte[] { 0x1A, 0x00 })]
    [InlineData(new byte[] { 0x25, 0, 0 })]
    public void Groups_values_that_are_cut_off_and_numbers_laid_out_as_texts_are_refused(byte[] bytes) =>
        Assert.Throws<ModelFormatException>(() => AttrValue.Parse(bytes));

    [Theory]
    [InlineData(new byte[] { 0x0A, 5, 0x22, 3, 0, 0, 0 })]
    [InlineData(new byte[] { 0x0A, 9, 0x21, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void Bytes_that_are_no_whole_numbers_of_a_list_are_refused_when_it_is_read(byte[] bytes)
    {
        AttrValue value = AttrValue.Parse(bytes);

        Assert.Throws<ModelFormatException>(() => value.List.F);
    }

    [Property(MaxTest = 300)]
    public void A_damaged_file_is_read_or_refused_with_a_reason(int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        byte[] bytes = File.ReadAllBytes(Path.Combine(TestModel.Folder("keras2/label_image"), "saved_model.pb"));
        bytes = bytes[..(random.Next(4) == 0 ? random.Next(1, bytes.Length) : bytes.Length)];
        for (int i = random.Next(1, 30); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        folder.Write("saved_model.pb", bytes);

        Exception? thrown = Record.Exception(() => ReadAll(SavedModelGraph.Load(folder.Path).MetaGraph));

        Assert.True(thrown is null or ModelFormatException, thrown?.ToString());
    }

    private static void ReadAll(MetaGraphDef graph)
    {
        IEnumerable<NodeDef> nodes = graph.GraphDef.Node.Concat(graph.GraphDef.Library.SelectMany(function => function.Parse().NodeDef));
        foreach (AttrValue value in nodes.SelectMany(node => node.Attr.Values))
        {
            ListValue list = value.List;
            _ = (value.Text, value.Placeholder, value.Func, value.Shape, list.I, list.F, list.S, list.Type, list.Shape, list.Func);
            _ = value.Tensor is { } tensor ? ConstantTensor.FromProto(tensor) : null;
        }
    }

    private static void AssertNodes(IEnumerable<Truth.NodeDef> expected, IReadOnlyList<NodeDef> read)
    {
        Assert.Equal(expected.Select(node => (node.Name, node.Op, string.Join(' ', node.Input))), read.Select(node => (node.Name, node.Op, string.Join(' ', node.Input))));
        foreach ((Truth.NodeDef node, NodeDef parsed) in expected.Zip(read))
        {
            AssertAttributes(node.Attr, parsed.Attr);
        }
    }

    private static void AssertAttributes(IDictionary<string, Truth.AttrValue> expected, Dictionary<string, AttrValue> read)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), read.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Truth.AttrValue value) in expected)
        {
            Assert.Equal((int)value.ValueCase, (int)read[name].ValueCase);
            Assert.Equal(value, Truth.AttrValue.Parser.ParseFrom(WireWriter.ToArray(read[name])));
        }
    }

    private static string Text(Truth.OpDef definition) => string.Join('|', [
        definition.Name,
        .. definition.InputArg.Concat(definition.OutputArg).Select(argument => $"{argument.Name} {argument.Type} {argument.TypeAttr} {argument.NumberAttr} {argument.TypeListAttr}"),
        .. definition.Attr.Select(attribute => $"{attribute.Name} {attribute.Type} {Hex(attribute.DefaultValue?.ToByteArray())}"),
    ]);

    private static string Text(OpDef definition) => string.Join('|', [
        definition.Name,
        .. definition.InputArg.Concat(definition.OutputArg).Select(argument => $"{argument.Name} {argument.Type} {argument.TypeAttr} {argument.NumberAttr} {argument.TypeListAttr}"),
        .. definition.Attr.Select(attribute => $"{attribute.Name} {attribute.Type} {Hex(attribute.DefaultValue is { } value ? WireWriter.ToArray(value) : null)}"),
    ]);

    private static string Hex(byte[]? bytes) => Convert.ToHexString(bytes ?? []);

    private static AttrValue Read(Truth.AttrValue value) => AttrValue.Parse(value.ToByteArray());

    private static Truth.TensorShapeProto Shape(params long[] sizes) => new() { Dim = { sizes.Select(size => new Truth.TensorShapeProto.Types.Dim { Size = size }) } };

    private static void Write(CodedOutputStream output, int field, int value)
    {
        switch (field)
        {
            case 5:
                output.WriteTag(field, WireFormat.WireType.Fixed32);
                output.WriteFloat(value);
                break;
            case 6:
                output.WriteTag(field, WireFormat.WireType.Fixed64);
                output.WriteDouble(value);
                break;
            default:
                output.WriteTag(field, WireFormat.WireType.Varint);
                output.WriteInt32(value);
                break;
        }
    }

    private static byte[] Bytes(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream))
        {
            write(output);
        }

        return stream.ToArray();
    }
}
