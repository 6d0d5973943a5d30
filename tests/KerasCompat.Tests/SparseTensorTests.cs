using System.Numerics.Tensors;

namespace KerasCompat.Tests;

public sealed class SparseTensorTests
{
    [Fact]
    public void The_parts_are_kept()
    {
        var sparse = new SparseTensor<float>(Tensor.Create(new long[] { 0, 1, 1, 4 }, [2, 2]), new[] { 0.5f, 2 }, 2, 5);

        Assert.Equal([0, 1, 1, 4], sparse.Indices);
        Assert.Equal([0.5f, 2], sparse.Values);
        Assert.Equal([2, 5], sparse.DenseShape);
    }

    [Theory]
    [InlineData(3, 2, 2)]
    [InlineData(2, 3, 2)]
    [InlineData(2, 2, 3)]
    public void Parts_that_do_not_fit_each_other_are_refused(int indices, int rank, int elements) => Assert.Equal(
        "indices",
        Assert.Throws<ArgumentException>(() => new SparseTensor<float>(Tensor.Create(new long[indices * rank], [indices, rank]), new float[elements], 2, 5)).ParamName);

    [Fact]
    public void Elements_of_more_than_one_dimension_are_refused() => Assert.Throws<ArgumentException>(
        "values", () => new SparseTensor<float>(Tensor.Create(new long[2], [1, 2]), Tensor.Create(new float[1], [1, 1]), 2, 5));
}
