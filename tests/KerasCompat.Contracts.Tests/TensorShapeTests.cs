namespace KerasCompat.Contracts.Tests;

public sealed class TensorShapeTests
{
    public static TheoryData<TensorShape, int, bool, string> Shapes => new()
    {
        { TensorShape.UnknownRank, -1, false, "[...]" },
        { TensorShape.Scalar, 0, true, "[]" },
        { new(3), 1, true, "[3]" },
        { new(0, 2), 2, true, "[0,2]" },
        { new(-1, 10), 2, false, "[?,10]" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_shape_tells_what_is_known_of_it(TensorShape shape, int rank, bool isFullyKnown, string text) =>
        Assert.Equal((rank, isFullyKnown, text), (shape.Rank, shape.IsFullyKnown, shape.ToString()));

    [Fact]
    public void A_scalar_is_not_a_tensor_of_unknown_rank()
    {
        Assert.True(TensorShape.Scalar != TensorShape.UnknownRank);
        Assert.NotEqual(TensorShape.Scalar.GetHashCode(), TensorShape.UnknownRank.GetHashCode());
        Assert.True(default == TensorShape.UnknownRank);
        Assert.Equal(new TensorShape(1, 2).GetHashCode(), new TensorShape(1, 2).GetHashCode());
        Assert.NotEqual(new TensorShape(1, 2).GetHashCode(), new TensorShape(2, 1).GetHashCode());
    }

    [Fact]
    public void The_parts_of_a_tensor_have_keys_of_their_own()
    {
        TensorContract tensor = Contracts.Tensor("x", DType.Float32, -1, 2);

        Assert.Equal("x", tensor.ComponentKey(0));
        Assert.Equal(["x:indices", "x:values", "x:dense_shape"], Enumerable.Range(0, 3).Select((tensor with { Encoding = TensorEncoding.CooSparse }).ComponentKey));
        Assert.Equal(["x:0", "x:1"], Enumerable.Range(0, 2).Select((tensor with { Encoding = TensorEncoding.Composite }).ComponentKey));
    }
}
