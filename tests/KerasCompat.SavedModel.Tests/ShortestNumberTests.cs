using System.Globalization;
using FsCheck.Xunit;
using KerasCompat.Contracts.Json;

namespace KerasCompat.SavedModel.Tests;

public class ShortestNumberTests
{
    [Property(MaxTest = 1000)]
    public void Any_finite_double_is_a_JSON_number_that_reads_back_the_same(long bits)
    {
        double value = BitConverter.Int64BitsToDouble(bits);
        if (double.IsFinite(value))
        {
            string text = ShortestNumber.Double(bits);

            Assert.True(JsonNumber.IsNumber(text), text);
            Assert.Equal(bits, BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)));
        }
    }

    [Property(MaxTest = 1000)]
    public void Any_finite_float_is_a_JSON_number_that_reads_back_the_same(int bits)
    {
        float value = BitConverter.Int32BitsToSingle(bits);
        if (float.IsFinite(value))
        {
            string text = ShortestNumber.Single(bits);

            Assert.True(JsonNumber.IsNumber(text), text);
            Assert.Equal(bits, BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture)));
        }
    }

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(100f, "100")]
    [InlineData(-1.5f, "-1.5")]
    [InlineData(1e-7f, "0.0000001")]
    [InlineData(1e-8f, "1e-8")]
    [InlineData(1.25e21f, "1.25e21")]
    [InlineData(-0f, "-0")]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Short_numbers_are_written_plainly(float value, string expected) =>
        Assert.Equal(expected, ShortestNumber.Single(BitConverter.SingleToInt32Bits(value)));
}
