using KerasCompat.Cli.Benchmarking;
using KerasCompat.Cli.Tensors;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Tests.Benchmarking;

public class BenchInputsTests
{
    [Fact]
    public void Rows_are_repeated_to_fill_a_larger_batch()
    {
        IReadOnlyList<NamedTensor> rows = BenchInputs.WithRows(Inputs(ModelTensor.FromValues<int>([2, 1], [1, 2])), Signature(DType.Int32, -1, 1), 5);

        Assert.Equal([1, 2, 1, 2, 1], rows[0].Value.Values<int>().ToArray());
    }

    [Fact]
    public void Rows_are_cut_to_fill_a_smaller_batch()
    {
        IReadOnlyList<NamedTensor> rows = BenchInputs.WithRows(Inputs(ModelTensor.FromStrings([3], ["a", "b", "c"])), Signature(DType.String, -1), 2);

        Assert.Equal(["a", "b"], rows[0].Value.Strings.ToArray().Select(s => System.Text.Encoding.UTF8.GetString(s.Span)));
    }

    [Fact]
    public void A_fixed_batch_cannot_be_changed() => Assert.Throws<UsageException>(
        () => BenchInputs.WithRows(Inputs(ModelTensor.FromValues<int>([2], [1, 2])), Signature(DType.Int32, 2), 3));

    [Fact]
    public void Inputs_are_those_of_the_first_recorded_call()
    {
        SignatureContract signature = new("serving_default", "", new([Tensor("image_input", DType.Float32, -1, 10)]), new([]));

        IReadOnlyList<NamedTensor> inputs = BenchInputs.Find(TestModels.PathOf("keras2/label_image"), signature, null);

        Assert.Equal(["image_input", "label_input"], inputs.Select(i => i.Name));
        Assert.Equal(1.6875f, inputs[0].Value.Values<float>()[0]);
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float16)]
    [InlineData(DType.Int64)]
    [InlineData(DType.Bool)]
    [InlineData(DType.String)]
    public void Without_recorded_calls_values_of_the_right_type_and_shape_are_made_up(DType dtype)
    {
        NamedTensor input = Assert.Single(BenchInputs.Find("missing", Signature(dtype, -1, 3), null));

        Assert.Equal((dtype, 3), (input.Value.DType, input.Value.Count));
    }

    private static NamedTensor[] Inputs(ModelTensor tensor) => [new NamedTensor("x", tensor)];

    private static SignatureContract Signature(DType dtype, params long[] shape) => new("serving_default", "", new([Tensor("x", dtype, shape)]), new([]));

    private static TensorContract Tensor(string key, DType dtype, params long[] shape) =>
        new(key, null, dtype, new TensorShape(shape), TensorEncoding.Dense, new([key + ":0"]), null);
}
