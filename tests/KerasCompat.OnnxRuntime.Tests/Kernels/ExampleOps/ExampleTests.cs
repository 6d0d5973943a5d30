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

/// <summary>tensorflow/core/util/example_proto_fast_parsing.cc.</summary>
public sealed class ExampleTests
{
    private static readonly byte[] First = new TestExample().Floats("f", 1, 2).Integers("i", 7).Texts("s", "a", "b").Write();
    private static readonly byte[] Second = new TestExample().Floats("f", 3, 4).Texts("s", "c").Write();

    [Fact]
    public void Dense_features_have_their_shape_and_the_default_where_they_are_missing()
    {
        ModelTensor[] dense = Dense([First, Second], ("f", DType.Float32, [2], Values<float>([0])), ("i", DType.Int64, [], Values([], -1L)));

        Assert.Equal([2, 2], dense[0].Dimensions());
        Assert.Equal([1f, 2, 3, 4], dense[0].Values<float>().ToArray());
        Assert.Equal([7L, -1], dense[1].Values<long>().ToArray());
    }

    [Fact]
    public void Dense_features_of_variable_length_are_padded_with_the_default_to_the_longest()
    {
        ModelTensor[] dense = Dense([First, Second], ("s", DType.String, [-1], Strings([], "-")), ("i", DType.Int64, [-1], Values([], 9L)));

        Assert.Equal(["a", "b", "c", "-"], dense[0].Texts());
        Assert.Equal([7L, 9], dense[1].Values<long>().ToArray());
    }

    [Fact]
    public void Rows_of_a_variable_feature_have_the_shape_of_an_element()
    {
        ModelTensor dense = Dense([First, new TestExample().Floats("f", 1, 2, 3, 4).Write()], ("f", DType.Float32, [-1, 2], Values([], 0f)))[0];

        Assert.Equal([2, 2, 2], dense.Dimensions());
        Assert.Equal([1f, 2, 0, 0, 1, 2, 3, 4], dense.Values<float>().ToArray());
        Assert.Throws<ModelCallException>(() => Dense([new TestExample().Floats("f", 1, 2, 3).Write()], ("f", DType.Float32, [-1, 2], Values([], 0f))));
    }

    [Fact]
    public void A_required_feature_that_is_missing_is_named()
    {
        ModelCallException failure = Assert.Throws<ModelCallException>(() => Dense([Second], ("i", DType.Int64, [], Values<long>([0]))));

        Assert.Contains("feature 'i' (data type: int64) is required but could not be found", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_feature_of_another_type_or_size_is_refused()
    {
        Assert.Contains("data type", Assert.Throws<ModelCallException>(() => Dense([First], ("i", DType.Float32, [], Values([], 0f)))).Message, StringComparison.Ordinal);
        Assert.Contains("expected 3", Assert.Throws<ModelCallException>(() => Dense([First], ("f", DType.Float32, [3], Values<float>([0])))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sparse_features_have_rows_and_columns()
    {
        ModelTensor[] sparse = Run(
            "ParseExampleV2",
            [DType.Int64, DType.String, DType.Int64],
            [Bytes(First, new TestExample().Write(), Second), Strings([0]), Strings([1], "s"), Strings([0]), Strings([0])],
            ("num_sparse", Int(1)),
            ("sparse_types", Types(DType.String)));

        Assert.Equal([0L, 0, 0, 1, 2, 0], sparse[0].Values<long>().ToArray());
        Assert.Equal(["a", "b", "c"], sparse[1].Texts());
        Assert.Equal([3L, 2], sparse[2].Values<long>().ToArray());
    }

    [Fact]
    public void Ragged_features_have_splits()
    {
        ModelTensor[] ragged = Run(
            "ParseExampleV2",
            [DType.String, DType.Int32],
            [Bytes(First, Second), Strings([0]), Strings([0]), Strings([0]), Strings([1], "s")],
            ("ragged_value_types", Types(DType.String)),
            ("ragged_split_types", Types(DType.Int32)));

        Assert.Equal(["a", "b", "c"], ragged[0].Texts());
        Assert.Equal([0, 2, 3], ragged[1].Values<int>().ToArray());
    }

    [Fact]
    public void No_example_gives_no_rows() =>
        Assert.Equal([0, 2], Dense([], ("f", DType.Float32, [2], Values<float>([0])))[0].Dimensions());

    [Fact]
    public void What_is_no_example_is_refused() =>
        Assert.Contains("could not parse example input 0", Assert.Throws<ModelCallException>(() => Dense([[0x0A, 0x05, 0x01]], ("f", DType.Float32, [2], Values<float>([0])))).Message, StringComparison.Ordinal);

    [Property(MaxTest = 1000)]
    public void Any_bytes_are_read_or_refused(byte[] bytes) => ReadOrRefuse(bytes);

    [Property(MaxTest = 1000)]
    public void Damaged_examples_are_read_or_refused(ushort at, byte value)
    {
        byte[] damaged = [.. First];
        damaged[at % damaged.Length] = value;
        ReadOrRefuse(damaged);
    }

    [Theory]
    [InlineData("1,x", "1|x")]
    [InlineData("1,\"a,\"\"b\"\"\"", "1|a,\"b\"")]
    [InlineData(",x", "9|x")]
    [InlineData("NA,NA", "9|-")]
    [InlineData("1,", "1|-")]
    [InlineData("1,x\r\n", "1|x")]
    [InlineData("1,\"\"", "1|-")]
    public void Records_have_a_field_for_each_column(string record, string expected)
    {
        ModelTensor[] columns = Csv(record);

        Assert.Equal(expected, $"{columns[0].Values<int>()[0]}|{columns[1].Texts()[0]}");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1,2,3")]
    [InlineData("x,y")]
    [InlineData("1,\"a")]
    [InlineData("1,\"a\"b")]
    public void Records_with_other_fields_are_refused(string record) => Assert.Throws<ModelCallException>(() => Csv(record));

    [Property(MaxTest = 300)]
    public void Any_record_is_read_or_refused(FsCheck.NonNull<string> record)
    {
        try
        {
            Csv(record.Get);
        }
        catch (ModelCallException)
        {
        }
    }

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            ExampleMessage.Parse(bytes, 0);
        }
        catch (KernelException)
        {
        }
    }

    private static ModelTensor[] Csv(string record) => Run(
        "DecodeCSV",
        [DType.Int32, DType.String],
        [Strings([1], record), Vector(9), Strings([1], "-")],
        ("OUT_TYPE", Types(DType.Int32, DType.String)),
        ("na_value", StringOps.KernelStrings.Text("NA")));

    private static ModelTensor[] Dense(byte[][] examples, params (string Name, DType Type, long[] Shape, ConstantTensor Default)[] features) => Run(
        "ParseExampleV2",
        [.. features.Select(feature => feature.Type)],
        [Bytes(examples), Strings([0]), Strings([0]), Strings([features.Length], [.. features.Select(feature => feature.Name)]), Strings([0]), .. features.Select(feature => feature.Default)],
        ("Tdense", Types([.. features.Select(feature => feature.Type)])),
        ("dense_shapes", Shapes([.. features.Select(feature => feature.Shape)])));

    private static AttrValue Shapes(long[][] shapes)
    {
        var list = new AttrValue.Types.ListValue();
        foreach (long[] shape in shapes)
        {
            var proto = new TensorShapeProto();
            proto.Dim.Add(shape.Select(size => new TensorShapeProto.Types.Dim { Size = size }));
            list.Shape.Add(proto);
        }

        return new AttrValue { List = list };
    }
}
