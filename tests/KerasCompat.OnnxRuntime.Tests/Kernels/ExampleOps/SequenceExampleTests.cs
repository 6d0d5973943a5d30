using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Kernels.Examples;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.ExampleOps;

/// <summary>The cases of ParseSequenceExampleTest in tensorflow/python/kernel_tests/io_ops/parsing_ops_test.py.</summary>
public sealed class SequenceExampleTests
{
    private static readonly byte[] Steps = new TestSequence()
        .Integers("a", [3, 4], [1, 0])
        .Floats("st_a", [3, 4], [5], [])
        .Texts("st_b", ["a"], [], [], ["b", "c"])
        .Write();

    private static readonly byte[] Other = new TestSequence().Context(new TestExample().Floats("c", 7)).Integers("a", [21, 2]).Texts("st_b", ["d"]).Write();

    [Fact]
    public void Sparse_lists_of_one_example_have_a_place_for_step_and_value()
    {
        ModelTensor[] outputs = Single(Steps, sparse: [("st_a", DType.Float32), ("st_b", DType.String), ("st_c", DType.Int64)], dense: []);

        Assert.Equal([0L, 0, 0, 1, 1, 0], outputs[0].Values<long>().ToArray());
        Assert.Equal([0L, 0, 3, 0, 3, 1], outputs[1].Values<long>().ToArray());
        Assert.Equal([0, 2], outputs[2].Dimensions());
        Assert.Equal([3f, 4, 5], outputs[3].Values<float>().ToArray());
        Assert.Equal(["a", "b", "c"], outputs[4].Texts());
        Assert.Equal([3L, 2], outputs[6].Values<long>().ToArray());
        Assert.Equal([4L, 2], outputs[7].Values<long>().ToArray());
        Assert.Equal([0L, 0], outputs[8].Values<long>().ToArray());
    }

    /// <summary>testSequenceExampleWithEmptyFeatureInFeatureLists.</summary>
    [Fact]
    public void A_feature_without_a_kind_has_no_values()
    {
        byte[] example = new TestSequence().Add("st_a", [TestSequence.Only(new TestExample().Floats("", 3, 4)), [], TestSequence.Only(new TestExample().Floats("", 5))]).Write();
        ModelTensor[] outputs = Single(example, sparse: [("st_a", DType.Float32)], dense: []);

        Assert.Equal([0L, 0, 0, 1, 2, 0], outputs[0].Values<long>().ToArray());
        Assert.Equal([3L, 2], outputs[2].Values<long>().ToArray());
    }

    /// <summary>testSequenceExampleWithMultipleSizeFeatureLists.</summary>
    [Fact]
    public void Dense_lists_of_one_example_begin_with_the_step()
    {
        byte[] example = new TestSequence().Integers("a", [-1, 0, 1], [2, 3, 4]).Texts("b", [["r00", "r01", "r10", "r11"]]).Write();
        ModelTensor[] outputs = Single(example, sparse: [], dense: [("a", DType.Int64, [1, 3]), ("b", DType.String, [2, 2]), ("d", DType.Float32, [5])], "d");

        Assert.Equal([2, 1, 3], outputs[0].Dimensions());
        Assert.Equal([-1L, 0, 1, 2, 3, 4], outputs[0].Values<long>().ToArray());
        Assert.Equal([1, 2, 2], outputs[1].Dimensions());
        Assert.Equal([0, 5], outputs[2].Dimensions());
    }

    [Fact]
    public void Lists_of_many_examples_are_padded_and_have_lengths()
    {
        ModelTensor[] outputs = Run(
            "ParseSequenceExample",
            [DType.Int64, DType.String, DType.Int64, DType.Float32, DType.Int64, DType.String, DType.Int64, DType.Int64, DType.Int64],
            [Bytes(Steps, Other), Strings([0]), Values([], -1f)],
            ("context_sparse_keys", Texts("s")), ("context_sparse_types", Types(DType.String)), ("Ncontext_sparse", Int(1)),
            ("context_dense_keys", Texts("c")), ("Tcontext_dense", Types(DType.Float32)), ("context_dense_shapes", Shapes([[]])), ("Ncontext_dense", Int(1)),
            ("feature_list_sparse_keys", Texts("st_b")), ("feature_list_sparse_types", Types(DType.String)),
            ("feature_list_dense_keys", Texts("a")), ("feature_list_dense_types", Types(DType.Int64)), ("feature_list_dense_shapes", Shapes([[2]])));

        Assert.Equal([2L, 0], outputs[2].Values<long>().ToArray());
        Assert.Equal([-1f, 7], outputs[3].Values<float>().ToArray());
        Assert.Equal([0L, 0, 0, 0, 3, 0, 0, 3, 1, 1, 0, 0], outputs[4].Values<long>().ToArray());
        Assert.Equal(["a", "b", "c", "d"], outputs[5].Texts());
        Assert.Equal([2L, 4, 2], outputs[6].Values<long>().ToArray());
        Assert.Equal([2, 2, 2], outputs[7].Dimensions());
        Assert.Equal([3L, 4, 1, 0, 21, 2, 0, 0], outputs[7].Values<long>().ToArray());
        Assert.Equal([2L, 1], outputs[8].Values<long>().ToArray());
    }

    [Fact]
    public void Ragged_lists_have_splits_of_examples_and_of_steps()
    {
        ModelTensor[] outputs = Run(
            "ParseSequenceExampleV2",
            [DType.Float32, DType.Int32, DType.String, DType.Int64, DType.Int64],
            [Bytes(Steps, Other), Strings([0]), Strings([0]), Strings([0]), Strings([1], "c"), Strings([0]), Strings([0]), Strings([1], "st_b"), Values<bool>([0])],
            ("context_ragged_value_types", Types(DType.Float32)), ("context_ragged_split_types", Types(DType.Int32)),
            ("feature_list_ragged_value_types", Types(DType.String)), ("feature_list_ragged_split_types", Types(DType.Int64)));

        Assert.Equal([7f], outputs[0].Values<float>().ToArray());
        Assert.Equal([0, 0, 1], outputs[1].Values<int>().ToArray());
        Assert.Equal(["a", "b", "c", "d"], outputs[2].Texts());
        Assert.Equal([0L, 4, 5], outputs[3].Values<long>().ToArray());
        Assert.Equal([0L, 1, 1, 1, 3, 4], outputs[4].Values<long>().ToArray());
    }

    [Theory]
    [InlineData("a", DType.Float32, 2, "Feature list: a, Index: 0.  Data types don't match. Expected type: float32")]
    [InlineData("a", DType.Int64, 3, "Key: a, Index: 0.  Number of values != expected.  values size: 2 but output shape: [3]")]
    [InlineData("z", DType.Int64, 2, "Feature list 'z' is required but could not be found.")]
    public void Lists_that_do_not_fit_are_refused(string key, DType type, int size, string message)
    {
        ModelCallException failure = Assert.Throws<ModelCallException>(() => Single(Steps, sparse: [], dense: [(key, type, [size])]));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 500)]
    public void Any_bytes_are_lists_or_refused(byte[] serialized)
    {
        try
        {
            ExampleMessage.ParseLists(serialized, 0);
        }
        catch (KernelException)
        {
            // What it is that is wrong is said there.
        }
    }

    [Fact]
    public void Examples_written_as_JSON_become_binary()
    {
        const string Json = """{"features":{"feature":{"f":{"floatList":{"value":[1.5,"NaN","-Infinity"]}},"i":{"int64List":{"value":["9223372036854775807",-2]}},"s":{"bytesList":{"value":["aGk=","-_8"]}},"e":{}}}}""";
        ReadOnlyMemory<byte> example = Run("DecodeJSONExample", DType.String, [Strings([1], Json)]).Strings[0];
        Dictionary<string, Feature> features = ExampleMessage.Parse(example, 0);

        Assert.Equal([1.5f, float.NaN, float.NegativeInfinity], Copied(features["f"]).Values<float>().ToArray());
        Assert.Equal([long.MaxValue, -2], Copied(features["i"]).Values<long>().ToArray());
        Assert.Equal(["6869", "FBFF"], Copied(features["s"]).Strings.ToArray().Select(text => Convert.ToHexString(text.Span)));
        Assert.False(features.ContainsKey("e"));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"features":{"feature":{"i":{"int64List":{"value":[1.5]}}}}}""")]
    [InlineData("""{"features":{"feature":{"s":{"bytesList":{"value":["*"]}}}}}""")]
    public void What_is_no_example_is_refused(string json) => Assert.Throws<ModelCallException>(() => Run("DecodeJSONExample", DType.String, [Strings([1], json)]));

    [Fact]
    public void Tensors_are_serialized_and_parsed()
    {
        ReadOnlyMemory<byte> serialized = Run("SerializeTensor", DType.String, [Values([2, 1], 1f, -2)]).Strings[0];

        // dtype 1, a shape of two dimensions, the content.
        Assert.Equal("080112081202080212020801" + "2208" + "0000803F000000C0", Convert.ToHexString(serialized.Span));
        ModelTensor parsed = Run("ParseTensor", DType.Float32, [new ConstantTensor([], [serialized])], ("out_type", Type(DType.Float32)));
        Assert.Equal([2, 1], parsed.Dimensions());
        Assert.Equal([1f, -2], parsed.Values<float>().ToArray());
    }

    [Fact]
    public void Tensors_of_texts_are_serialized_and_parsed()
    {
        ReadOnlyMemory<byte> serialized = Run("SerializeTensor", DType.String, [Strings([], "hé")]).Strings[0];

        Assert.Equal("080712004203" + "68C3A9", Convert.ToHexString(serialized.Span));
        Assert.Equal(["hé"], Run("ParseTensor", DType.String, [new ConstantTensor([], [serialized])], ("out_type", Type(DType.String))).Texts());
    }

    [Theory]
    [InlineData("080112080A")]
    [InlineData("0803")]
    [InlineData("0801120C120A08FFFFFFFFFFFFFFFF7F")]
    public void What_is_no_tensor_of_the_type_is_refused(string hexadecimal) => Assert.Throws<ModelCallException>(() =>
        Run("ParseTensor", DType.Float32, [new ConstantTensor([], [Convert.FromHexString(hexadecimal)])], ("out_type", Type(DType.Float32))));

    private static KerasCompat.OnnxRuntime.Programs.HostTensor Copied(Feature feature)
    {
        var tensor = KerasCompat.OnnxRuntime.Programs.HostTensor.Allocate(feature.DType, [feature.Count]);
        feature.CopyTo(tensor, 0);
        return tensor;
    }

    private static ModelTensor[] Single(byte[] example, (string Key, DType Type)[] sparse, (string Key, DType Type, int[] Shape)[] dense, params string[] assumedEmpty) => Run(
        "ParseSingleSequenceExample",
        [.. sparse.Select(_ => DType.Int64), .. sparse.Select(list => list.Type), .. sparse.Select(_ => DType.Int64), .. dense.Select(list => list.Type)],
        [new ConstantTensor([], [example]), Strings([assumedEmpty.Length], assumedEmpty), .. sparse.Select(list => Strings([], list.Key)), .. dense.Select(list => Strings([], list.Key)), Strings([], "in1")],
        ("Nfeature_list_sparse", Int(sparse.Length)), ("feature_list_sparse_types", Types([.. sparse.Select(list => list.Type)])),
        ("Nfeature_list_dense", Int(dense.Length)), ("feature_list_dense_types", Types([.. dense.Select(list => list.Type)])), ("feature_list_dense_shapes", Shapes([.. dense.Select(list => list.Shape)])));

    private static AttrValue Shapes(int[][] shapes)
    {
        var list = new AttrValue.Types.ListValue();
        foreach (int[] shape in shapes)
        {
            var proto = new TensorShapeProto();
            proto.Dim.AddRange(shape.Select(size => new TensorShapeProto.Types.Dim { Size = size }));
            list.Shape.Add(proto);
        }

        return new AttrValue { List = list };
    }
}
