namespace KerasCompat.Contracts.Tests;

/// <summary>Element types are TensorFlow's: their numbers (tensorflow/core/framework/types.proto), their names (tf.dtypes) and sizes.</summary>
public sealed class DTypesTests
{
    [Theory]
    [InlineData(1, "float32", 4)]
    [InlineData(2, "float64", 8)]
    [InlineData(3, "int32", 4)]
    [InlineData(4, "uint8", 1)]
    [InlineData(5, "int16", 2)]
    [InlineData(6, "int8", 1)]
    [InlineData(7, "string", 0)]
    [InlineData(8, "complex64", 8)]
    [InlineData(9, "int64", 8)]
    [InlineData(10, "bool", 1)]
    [InlineData(11, "qint8", 1)]
    [InlineData(12, "quint8", 1)]
    [InlineData(13, "qint32", 4)]
    [InlineData(14, "bfloat16", 2)]
    [InlineData(15, "qint16", 2)]
    [InlineData(16, "quint16", 2)]
    [InlineData(17, "uint16", 2)]
    [InlineData(18, "complex128", 16)]
    [InlineData(19, "float16", 2)]
    [InlineData(20, "resource", 0)]
    [InlineData(21, "variant", 0)]
    [InlineData(22, "uint32", 4)]
    [InlineData(23, "uint64", 8)]
    [InlineData(24, "float8_e5m2", 1)]
    [InlineData(25, "float8_e4m3fn", 1)]
    [InlineData(29, "int4", 0)]
    [InlineData(30, "uint4", 0)]
    public void An_element_type_has_the_number_name_and_size_that_TensorFlow_gives_it(int number, string name, int size)
    {
        DType dtype = DTypes.FromNumber(number);

        Assert.Equal((number, name, size), ((int)dtype, dtype.Name(), dtype.Size()));
        Assert.True(DTypes.TryParse(name, out DType parsed));
        Assert.Equal(dtype, parsed);
        Assert.False(DTypes.IsReference(number));
    }

    [Fact]
    public void A_reference_is_of_the_type_that_it_refers_to()
    {
        Assert.Equal(DType.Float32, DTypes.FromNumber(101));
        Assert.True(DTypes.IsReference(101));
        Assert.False(DTypes.IsReference(100));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(26)]
    [InlineData(31)]
    [InlineData(100)]
    [InlineData(201)]
    [InlineData(int.MaxValue)]
    public void A_number_that_TensorFlow_does_not_define_is_no_type(int number) => Assert.Equal(DType.Invalid, DTypes.FromNumber(number));

    [Theory]
    [InlineData("invalid")]
    [InlineData("Float32")]
    [InlineData("")]
    public void A_name_that_TensorFlow_does_not_have_is_no_type(string name)
    {
        Assert.False(DTypes.TryParse(name, out DType dtype));
        Assert.Equal(DType.Invalid, dtype);
    }
}
