using System.Runtime.InteropServices;
using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Strings;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.StringOps;

public sealed class NumberTextTests
{
    /// <summary>Each row is what C's printf writes for the format in the comment of its group.</summary>
    [Theory]
    // %f
    [InlineData(1.5, -1, false, false, -1, "", "1.500000")]
    [InlineData(-0.0, -1, false, false, -1, "", "-0.000000")]
    [InlineData(1e22, 0, false, false, -1, "", "10000000000000000000000")]
    [InlineData(0.1, 20, false, false, -1, "", "0.10000000000000000555")]
    // %.Nf: half-way cases go to the even digit
    [InlineData(0.5, 0, false, false, -1, "", "0")]
    [InlineData(1.5, 0, false, false, -1, "", "2")]
    [InlineData(2.5, 0, false, false, -1, "", "2")]
    [InlineData(-2.5, 0, false, false, -1, "", "-2")]
    [InlineData(0.125, 2, false, false, -1, "", "0.12")]
    [InlineData(0.375, 2, false, false, -1, "", "0.38")]
    [InlineData(1.005, 2, false, false, -1, "", "1.00")]
    [InlineData(0.15, 1, false, false, -1, "", "0.1")]
    [InlineData(9.5, 0, false, false, -1, "", "10")]
    // %e
    [InlineData(12345.678, -1, true, false, -1, "", "1.234568e+04")]
    [InlineData(0.0, 2, true, false, -1, "", "0.00e+00")]
    [InlineData(1e-100, 1, true, false, -1, "", "1.0e-100")]
    [InlineData(2.5, 0, true, false, -1, "", "2e+00")]
    [InlineData(9.5, 0, true, false, -1, "", "1e+01")]
    // %g
    [InlineData(100000.0, -1, false, true, -1, "", "100000")]
    [InlineData(1000000.0, -1, false, true, -1, "", "1e+06")]
    [InlineData(0.0001, -1, false, true, -1, "", "0.0001")]
    [InlineData(0.00001, -1, false, true, -1, "", "1e-05")]
    [InlineData(1.5, 0, false, true, -1, "", "2")]
    [InlineData(-0.0, -1, false, true, -1, "", "-0")]
    [InlineData(3.14159265, 3, false, true, -1, "", "3.14")]
    // %10.2f, %-10.2f, %010.2f, %+10.2f, % .2f
    [InlineData(-1.5, 2, false, false, 8, "", "   -1.50")]
    [InlineData(-1.5, 2, false, false, 8, "-", "-1.50   ")]
    [InlineData(-1.5, 2, false, false, 8, "0", "-0001.50")]
    [InlineData(1.5, 2, false, false, 8, "+", "   +1.50")]
    [InlineData(1.5, 2, false, false, 0, " ", " 1.50")]
    [InlineData(1.5, 2, false, false, -1, "+", "1.50")]
    [InlineData(double.PositiveInfinity, -1, false, false, 6, "0", "   inf")]
    [InlineData(double.NegativeInfinity, -1, false, false, -1, "", "-inf")]
    [InlineData(double.NaN, -1, true, false, -1, "", "nan")]
    public void A_number_is_written_as_printf_writes_it(double value, int precision, bool scientific, bool shortest, int width, string fill, string expected) =>
        Assert.Equal(expected, new PrintfFormat(precision, scientific, shortest, width, fill).Float(value));

    [Property(MaxTest = 300)]
    public void Seventeen_digits_give_every_double_back(double value) =>
        Assert.Equal(value, double.Parse(new PrintfFormat(17, true, false, -1, "").Float(value).Replace("inf", "Infinity", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Integers_and_booleans_have_formats_of_their_own()
    {
        Assert.Equal(["00042", "-0007"], AsString(Vector(42, -7), ("width", Int(5)), ("fill", KernelStrings.Text("0"))));
        Assert.Equal(["18446744073709551615"], AsString(Values([1], ulong.MaxValue)));
        Assert.Equal(["true", "false"], AsString(Values([2], true, false), ("width", Int(8))));
        Assert.Equal(["(1.0,-2.0)"], AsString(new(DType.Complex64, [1], MemoryMarshal.AsBytes<float>([1, -2]).ToArray()), ("precision", Int(1))));
    }

    [Theory]
    [InlineData("scientific", true)]
    [InlineData("shortest", true)]
    public void Integers_have_no_format_of_floats(string attribute, bool value) =>
        Assert.Throws<ModelCallException>(() => AsString(Vector(1), (attribute, Flag(value))));

    [Fact]
    public void A_precision_or_a_width_that_would_fill_the_memory_is_refused() =>
        Assert.Throws<ModelCallException>(() => AsString(Values([1], 1f), ("precision", Int(int.MaxValue))));

    [Theory]
    [InlineData("1.5", 1.5f)]
    [InlineData("  -2e3\n", -2000f)]
    [InlineData(".5", 0.5f)]
    [InlineData("+7", 7f)]
    [InlineData("inf", float.PositiveInfinity)]
    [InlineData("-Infinity", float.NegativeInfinity)]
    [InlineData("1e40", float.PositiveInfinity)]
    [InlineData("16777217.0000001", 16777218f)]
    [InlineData("0xF", 15f)]
    [InlineData(" -0Xff ", -255f)]
    [InlineData("0x10000000000000000", 18446744073709551616f)]
    public void A_text_becomes_the_nearest_float(string text, float expected) =>
        Assert.Equal([expected], Run("StringToNumber", DType.Float32, [Strings([1], text)]).Values<float>().ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("1,000")]
    [InlineData("1.5f")]
    [InlineData("--1")]
    [InlineData("+-inf")]
    [InlineData("0x")]
    [InlineData("0xg")]
    [InlineData("0x1.8")]
    public void What_is_no_number_is_refused(string text)
    {
        ModelCallException failure = Assert.Throws<ModelCallException>(() => Run("StringToNumber", DType.Float32, [Strings([1], text)]));

        Assert.Contains("StringToNumberOp could not correctly convert string: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_numbers_take_no_fraction_and_no_overflow()
    {
        Assert.Equal([-5L, long.MaxValue], Run("StringToNumber", DType.Int64, [Strings([2], " -5", "9223372036854775807")], ("out_type", Type(DType.Int64))).Values<long>().ToArray());
        Assert.Throws<ModelCallException>(() => Run("StringToNumber", DType.Int32, [Strings([1], "2147483648")], ("out_type", Type(DType.Int32))));
        Assert.Throws<ModelCallException>(() => Run("StringToNumber", DType.Int32, [Strings([1], "1.0")], ("out_type", Type(DType.Int32))));
    }

    [Fact]
    public void Raw_bytes_are_numbers_in_the_order_that_is_stated()
    {
        Assert.Equal([0x0201, 0x0403], Run("DecodeRaw", DType.UInt16, [Bytes([1, 2, 3, 4])], ("out_type", Type(DType.UInt16))).Values<ushort>().ToArray().Select(v => (int)v));
        Assert.Equal([0x0102], Run("DecodeRaw", DType.UInt16, [Bytes([1, 2])], ("out_type", Type(DType.UInt16)), ("little_endian", Flag(false))).Values<ushort>().ToArray().Select(v => (int)v));
        Assert.Equal([1, 2], Run("DecodeRaw", DType.UInt8, [Bytes([1, 2], [3, 4])], ("out_type", Type(DType.UInt8))).Values<byte>()[..2].ToArray().Select(v => (int)v));
    }

    [Fact]
    public void Raw_bytes_of_different_lengths_are_refused_unless_they_are_padded()
    {
        Assert.Throws<ModelCallException>(() => Run("DecodeRaw", DType.UInt8, [Bytes([1], [1, 2])], ("out_type", Type(DType.UInt8))));
        Assert.Throws<ModelCallException>(() => Run("DecodeRaw", DType.UInt16, [Bytes([1])], ("out_type", Type(DType.UInt16))));
        Assert.Equal([1, 0, 1, 2], Run("DecodePaddedRaw", DType.UInt8, [Bytes([1], [1, 2, 3]), Scalar(2)], ("out_type", Type(DType.UInt8))).Values<byte>().ToArray().Select(v => (int)v));
    }

    private static string[] AsString(SavedModel.Graph.ConstantTensor values, params (string Name, AttrValue Value)[] attributes) => Run("AsString", DType.String, [values], attributes).Texts();
}
