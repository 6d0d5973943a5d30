using FsCheck.Xunit;
using KerasCompat.Cli.Tensors;
using KerasCompat.Cli.Verification;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Tests.Verification;

public class OutputComparerTests
{
    private static readonly Tolerance Close = new(Relative: 1e-4, Absolute: 1e-5);

    [Theory]
    [InlineData(0f, 1e-5f, true)]
    [InlineData(0f, 1.1e-5f, false)]
    [InlineData(100f, 100.01f, true)]
    [InlineData(100f, 100.0101f, false)]
    [InlineData(float.NaN, float.NaN, true)]
    [InlineData(float.NaN, 0f, false)]
    [InlineData(0f, float.NaN, false)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, true)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity, false)]
    [InlineData(float.PositiveInfinity, float.MaxValue, false)]
    [InlineData(0f, -0f, true)]
    public void Floats_are_compared_as_numpy_allclose_does(float expected, float actual, bool close) =>
        Assert.Equal(close, Compare([expected], [actual]).Problem is null);

    [Property]
    public void Every_tensor_is_close_to_itself(float[] values) => Assert.Equal(
        (null, 0d, 0d),
        (Compare(values, values).Problem, Compare(values, values).MaxAbsolute, Compare(values, values).MaxRelative));

    [Fact]
    public void A_value_that_cannot_be_compared_has_an_infinite_error() =>
        Assert.Equal(double.PositiveInfinity, Compare([1], [float.NaN]).MaxAbsolute);

    [Fact]
    public void Integers_are_compared_exactly_beyond_what_a_double_holds() =>
        Assert.Equal("y: 1 of 1 differ, first at [0]: expected 9007199254740993, got 9007199254740992", Compare([(1L << 53) + 1], [1L << 53]).Problem);

    [Fact]
    public void The_place_of_the_first_difference_is_given_in_each_dimension()
    {
        var expected = ModelTensor.FromValues<int>([2, 3], [1, 2, 3, 4, 5, 6]);
        var actual = ModelTensor.FromValues<int>([2, 3], [1, 2, 3, 4, 0, 0]);

        Assert.Equal("y: 2 of 6 differ, first at [1,1]: expected 5, got 0", Compare(expected, actual).Problem);
    }

    [Fact]
    public void Another_shape_is_a_difference_even_when_the_elements_agree() =>
        Assert.Equal(
            "y: shape is [2,1] instead of [2]",
            Compare(ModelTensor.FromValues<float>([2], [1, 2]), ModelTensor.FromValues<float>([2, 1], [1, 2])).Problem);

    [Fact]
    public void Another_element_type_is_a_difference_even_when_the_values_agree() =>
        Assert.Equal(
            "y: element type is float64 instead of float32",
            Compare(ModelTensor.FromValues<float>([1], [1]), ModelTensor.FromValues<double>([1], [1])).Problem);

    [Fact]
    public void Strings_are_compared_byte_by_byte() =>
        Assert.Equal(
            "y: 1 of 2 differ, first at [1]: expected \"b\", got \"B\"",
            Compare(ModelTensor.FromStrings([2], ["a", "b"]), ModelTensor.FromStrings([2], ["a", "B"])).Problem);

    [Fact]
    public void Halves_and_bfloats_are_compared_by_value()
    {
        var half = ModelTensor.FromValues<Half>([1], [(Half)1.5]);
        var bfloat = ModelTensor.FromBytes(DType.BFloat16, [1], new byte[] { 0xC0, 0x3F });

        Assert.Null(Compare(half, half).Problem);
        Assert.Equal(1.5, bfloat.DoubleAt(0));
    }

    private static OutputComparison Compare<T>(T[] expected, T[] actual)
        where T : unmanaged =>
        Compare(ModelTensor.FromValues<T>([expected.Length], expected), ModelTensor.FromValues<T>([actual.Length], actual));

    private static OutputComparison Compare(ModelTensor expected, ModelTensor actual) =>
        OutputComparer.Compare(new NamedTensor("y", expected), actual, Close);
}
