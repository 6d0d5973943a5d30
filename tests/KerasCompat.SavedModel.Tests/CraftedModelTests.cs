using System.Text;
using FsCheck;
using FsCheck.Xunit;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using Proto = KerasCompat.Testing.TensorFlow;

namespace KerasCompat.SavedModel.Tests;

/// <summary>What models published in the wild hold and no test model does, written with the message classes.</summary>
public class CraftedModelTests
{
    private static readonly Dictionary<string, TensorProto> Values = new()
    {
        ["float32, the last value repeats"] = new TensorProto { Dtype = 1, TensorShape = Shape(4), FloatVal = { 1.5f, float.NaN, float.PositiveInfinity } },
        ["float32 as content"] = new TensorProto { Dtype = 1, TensorShape = Shape(2), TensorContent = ByteString.CopyFrom(0, 0, 0, 0, 0xCD, 0xCC, 0xCC, 0x3D) },
        ["float64"] = new TensorProto { Dtype = 2, TensorShape = Shape(3), DoubleVal = { 0.1, -1e300, -0.0 } },
        ["int32, the only value repeats"] = new TensorProto { Dtype = 3, TensorShape = Shape(3), IntVal = { -7 } },
        ["uint8"] = new TensorProto { Dtype = 4, TensorShape = Shape(1), IntVal = { 255 } },
        ["int16"] = new TensorProto { Dtype = 5, TensorShape = Shape(1), IntVal = { -32768 } },
        ["int8"] = new TensorProto { Dtype = 6, TensorShape = Shape(1), IntVal = { -128 } },
        ["string of any bytes"] = new TensorProto { Dtype = 7, TensorShape = Shape(2), StringVal = { ByteString.CopyFrom(0xFF, 0x00), ByteString.CopyFromUtf8("hi") } },
        ["complex64, the last pair repeats"] = new TensorProto { Dtype = 8, TensorShape = Shape(2), ScomplexVal = { 1, -2 } },
        ["int64"] = new TensorProto { Dtype = 9, TensorShape = Shape(1), Int64Val = { long.MinValue } },
        ["bool"] = new TensorProto { Dtype = 10, TensorShape = Shape(2), BoolVal = { true, false } },
        ["bfloat16"] = new TensorProto { Dtype = 14, TensorShape = Shape(1), HalfVal = { 0x3F80 } },
        ["uint16"] = new TensorProto { Dtype = 17, TensorShape = Shape(1), IntVal = { 65535 } },
        ["float16"] = new TensorProto { Dtype = 19, TensorShape = Shape(4), HalfVal = { 0x3C00, 0x0001, 0xFC00, 0x7BFF } },
        ["uint32"] = new TensorProto { Dtype = 22, TensorShape = Shape(1), Uint32Val = { uint.MaxValue } },
        ["uint64"] = new TensorProto { Dtype = 23, TensorShape = Shape(1), Uint64Val = { ulong.MaxValue } },
        ["no value at all"] = new TensorProto { Dtype = 1, TensorShape = Shape(2) },
    };

    public static TheoryData<string, string> Defaults { get; } = new()
    {
        { "float32, the last value repeats", "1.5 NaN Infinity Infinity" },
        { "float32 as content", "0 0.1" },
        { "float64", "0.1 -1e300 -0" },
        { "int32, the only value repeats", "-7 -7 -7" },
        { "uint8", "255" },
        { "int16", "-32768" },
        { "int8", "-128" },
        { "string of any bytes", "/wA= aGk=" },
        { "complex64, the last pair repeats", "1 -2 1 -2" },
        { "int64", "-9223372036854775808" },
        { "bool", "true false" },
        { "bfloat16", "1" },
        { "uint16", "65535" },
        { "float16", "1 5.9604645e-8 -Infinity 65504" },
        { "uint32", "4294967295" },
        { "uint64", "18446744073709551615" },
        { "no value at all", "0 0" },
    };

    [Fact]
    public void A_sparse_input_has_its_indices_values_and_dense_shape()
    {
        TensorInfo input = ReadInput(new Proto.TensorInfo
        {
            Dtype = 1,
            TensorShape = Shape(-1, 12),
            CooSparse = new() { ValuesTensorName = "v:0", IndicesTensorName = "i:0", DenseShapeTensorName = "s:0" },
        });

        Assert.Equal(TensorEncoding.CooSparse, input.Encoding);
        Assert.Equal(["i:0", "v:0", "s:0"], input.GraphTensors);
    }

    [Fact]
    public void A_composite_input_has_its_components_and_their_tensors()
    {
        var nested = new Proto.TensorInfo { CompositeTensor = new() { Components = { new Proto.TensorInfo { Name = "c:0", Dtype = 3 } } } };
        TensorInfo input = ReadInput(new Proto.TensorInfo
        {
            CompositeTensor = new() { Components = { new Proto.TensorInfo { Name = "a:0", Dtype = 1, TensorShape = Shape(-1) }, nested } },
        });

        Assert.Equal(TensorEncoding.Composite, input.Encoding);
        Assert.Equal(["a:0", "c:0"], input.GraphTensors);
        Assert.Equal([TensorEncoding.Dense, TensorEncoding.Composite], input.Components.Select(component => component.Encoding));
        Assert.Equal("[?]", input.Components[0].Shape.ToString());
    }

    [Fact]
    public void A_reference_type_of_TensorFlow_1_is_the_type_that_it_refers_to()
    {
        TensorInfo input = ReadInput(new Proto.TensorInfo { Name = "x:0", Dtype = 101, TensorShape = Shape(2) });

        Assert.Equal((DType.Float32, "float32_ref"), (input.DType, input.TypeName));
    }

    [Fact]
    public void A_shape_that_is_not_stated_reads_as_a_scalar_as_in_TensorFlow()
    {
        TensorInfo input = ReadInput(new Proto.TensorInfo { Name = "x:0", Dtype = 1 });

        Assert.Equal(TensorShape.Scalar, input.Shape);
    }

    [Fact]
    public void A_model_may_have_no_tags_and_no_version()
    {
        using TemporaryFolder folder = Write(new MetaGraphDef());

        SavedModelInfo model = SavedModelReader.Read(folder.Path);

        MetaGraphInfo metaGraph = Assert.Single(model.MetaGraphs);
        Assert.Empty(metaGraph.Tags);
        Assert.Null(metaGraph.TensorFlowVersion);
        Assert.Empty(ContractFactory.Create(model, []).Signatures);
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void A_default_is_written_as_JSON_writes_its_numbers(string name, string expected)
    {
        TensorProto value = Values[name];
        var signature = new SignatureDef();
        signature.Inputs["x"] = new Proto.TensorInfo { Name = "x:0", Dtype = value.Dtype };
        signature.Defaults["x"] = value;

        using TemporaryFolder folder = Write(Serving(signature));

        TensorLiteral? literal = Assert.Single(Assert.Single(SavedModelReader.Read(folder.Path).MetaGraphs[0].Signatures).Inputs).Default;
        Assert.Equal(expected.Split(' '), literal?.Values);
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void A_constant_of_the_graph_decodes_to_the_same_values_as_a_default(string name, string expected)
    {
        TensorProto value = Values[name];
        ConstantTensor constant = Decode(value);

        var tensor = new TensorValue(constant.DType, new([.. constant.Shape]), constant.Bytes, constant.Strings);
        Assert.Equal(expected.Split(' '), TensorLiterals.From(tensor).Values);
    }

    [Theory]
    [InlineData(1, 1L << 40)]
    [InlineData(7, 1L << 40)]
    [InlineData(1, long.MaxValue)]
    [InlineData(1, -1)]
    [InlineData(99, 1)]
    public void A_constant_that_claims_the_impossible_is_refused_before_memory_is_taken(int dtype, long size)
    {
        var value = new TensorProto { Dtype = dtype, TensorShape = Shape(size, 16) };

        Assert.Throws<ModelFormatException>(() => Decode(value));
    }

    [Fact]
    public void Defaults_that_a_few_bytes_blow_up_are_refused()
    {
        var signature = new SignatureDef();
        for (int i = 0; i < 3; i++)
        {
            signature.Inputs["x" + i] = new Proto.TensorInfo { Name = "x:0", Dtype = 1 };
            signature.Defaults["x" + i] = new TensorProto { Dtype = 1, TensorShape = Shape(400_000), FloatVal = { 1 } };
        }

        using TemporaryFolder folder = Write(Serving(signature));

        ModelFormatException exception = Assert.Throws<ModelFormatException>(() => SavedModelReader.Read(folder.Path));

        Assert.Contains("[400000]", exception.Problem, StringComparison.Ordinal);
    }

    [Property]
    public void Any_key_and_tensor_name_is_read_as_it_was_written(string key, string name, NonNegativeInt size)
    {
        // Lone surrogates are no text: the message classes cannot write them.
        (key, name) = (Utf8(key), Utf8(name));
        var signature = new SignatureDef { MethodName = name };
        signature.Inputs[key] = new Proto.TensorInfo { Name = name, Dtype = 1, TensorShape = Shape(size.Get, -1) };
        var metaGraph = new MetaGraphDef { MetaInfoDef = new() { Tags = { name } } };
        metaGraph.SignatureDef[key] = signature;
        using TemporaryFolder folder = Write(metaGraph);

        MetaGraphInfo read = Assert.Single(SavedModelReader.Read(folder.Path).MetaGraphs);

        SignatureInfo readSignature = Assert.Single(read.Signatures);
        TensorInfo input = Assert.Single(readSignature.Inputs);
        Assert.Equal((name, key, name, key), (Assert.Single(read.Tags), readSignature.Key, readSignature.MethodName, input.Key));
        Assert.Equal((name, new TensorShape(size.Get, -1)), (Assert.Single(input.GraphTensors), input.Shape));
    }

    [Fact]
    public void A_gigabyte_of_graph_is_passed_without_reading_it()
    {
        const long GraphLength = 1L << 30;
        using var folder = new TemporaryFolder();
        MetaGraphDef metaGraph = Serving(new SignatureDef { MethodName = "tensorflow/serving/predict" });
        using (FileStream file = File.Create(Path.Combine(folder.Path, "saved_model.pb")))
        {
            // The graph stands in the file as a hole: field 2 of the meta graph, of which only the length is written.
            byte[] rest = metaGraph.ToByteArray();
            var header = new MemoryStream();
            var output = new CodedOutputStream(header);
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteInt64(GraphLength);
            output.Flush();
            var start = new CodedOutputStream(file, leaveOpen: true);
            start.WriteTag(1, WireFormat.WireType.Varint);
            start.WriteInt64(1);
            start.WriteTag(2, WireFormat.WireType.LengthDelimited);
            start.WriteInt64(header.Length + GraphLength + rest.Length);
            start.Flush();
            file.Write(header.ToArray());
            file.SetLength(file.Length + GraphLength);
            file.Seek(0, SeekOrigin.End);
            file.Write(rest);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        SavedModelInfo model = SavedModelReader.Read(folder.Path);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal("serving_default", Assert.Single(model.MetaGraphs[0].Signatures).Key);
        Assert.InRange(allocated, 0, 1 << 20);
    }

    private static string Utf8(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));

    private static TensorInfo ReadInput(Proto.TensorInfo input)
    {
        var signature = new SignatureDef();
        signature.Inputs["x"] = input;
        using TemporaryFolder folder = Write(Serving(signature));
        return Assert.Single(Assert.Single(SavedModelReader.Read(folder.Path).MetaGraphs[0].Signatures).Inputs);
    }

    private static MetaGraphDef Serving(SignatureDef signature)
    {
        var metaGraph = new MetaGraphDef { MetaInfoDef = new() { Tags = { "serve" } } };
        metaGraph.SignatureDef["serving_default"] = signature;
        return metaGraph;
    }

    private static ConstantTensor Decode(TensorProto value) =>
        ConstantTensor.FromProto(new Wire.WireReader(Wire.WireSlice.Of(value.ToByteArray(), "")).ReadAll(new Wire.TensorProto()));

    private static TemporaryFolder Write(MetaGraphDef metaGraph)
    {
        var folder = new TemporaryFolder();
        folder.Write("saved_model.pb", new SavedModelProto { SavedModelSchemaVersion = 1, MetaGraphs = { metaGraph } }.ToByteArray());
        return folder;
    }

    private static TensorShapeProto Shape(params long[] sizes) =>
        new() { Dim = { sizes.Select(size => new TensorShapeProto.Types.Dim { Size = size }) } };
}
