using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.SparseOps;

public sealed class SparseSetTests
{
    [Fact]
    public void A_sum_has_the_elements_of_both_and_leaves_out_small_ones()
    {
        ModelTensor[] results = Run(
            "SparseAdd", [DType.Int64, DType.Float32, DType.Int64],
            [
                Values([2, 2], 0L, 1, 1, 0), Values([2], 2f, 3), Values([2], 2L, 2),
                Values([3, 2], 0L, 0, 0, 1, 1, 1), Values([3], 0.05f, -1, -4), Values([2], 2L, 2), Values([], 0.1f),
            ]);

        Assert.Equal([0L, 1, 1, 0, 1, 1], results[0].Values<long>().ToArray());
        Assert.Equal([1f, 3, -4], results[1].Values<float>().ToArray());
        Assert.Equal([2L, 2], results[2].Values<long>().ToArray());
    }

    [Theory]
    [InlineData("SparseSparseMaximum", new[] { 0f, 2, 0 })]
    [InlineData("SparseSparseMinimum", new[] { -5f, 1, -3 })]
    public void An_element_that_one_of_them_lacks_is_compared_with_zero(string op, float[] expected)
    {
        ModelTensor[] results = Run(
            op, [DType.Int64, DType.Float32],
            [Values([2, 1], 0L, 1), Values([2], -5f, 2), Values([1], 4L), Values([2, 1], 1L, 3), Values([2], 1f, -3), Values([1], 4L)]);

        Assert.Equal([0L, 1, 3], results[0].Values<long>().ToArray());
        Assert.Equal(expected, results[1].Values<float>().ToArray());
    }

    [Theory]
    [InlineData(false, new[] { 0L, 2L })]
    [InlineData(true, new[] { 0L, 0L, 2L, 0L })]
    public void A_reduction_holds_what_elements_fell_on(bool keep, long[] expected)
    {
        ModelTensor[] results = Run(
            "SparseReduceSumSparse", [DType.Int64, DType.Float32, DType.Int64],
            [Values([3, 2], 0L, 0, 0, 1, 2, 1), Values([3], 1f, 2, 3), Values([2], 3L, 2), Vector(-1)], ("keep_dims", Bool(keep)));

        Assert.Equal(expected, results[0].Values<long>().ToArray());
        Assert.Equal([3f, 3], results[1].Values<float>().ToArray());
        Assert.Equal(keep ? [3L, 1] : [3L], results[2].Values<long>().ToArray());
    }

    [Fact]
    public void Counts_of_each_row_are_in_the_order_of_the_values()
    {
        ModelTensor[] results = Run(
            "DenseCountSparseOutput", [DType.Int64, DType.Int64, DType.Int64],
            [Values([2, 3], 3, 1, 3, 0, 5, 5), Values<long>([0])], ("minlength", Int(8)));

        Assert.Equal([0L, 1, 0, 3, 1, 0, 1, 5], results[0].Values<long>().ToArray());
        Assert.Equal([1L, 2, 1, 2], results[1].Values<long>().ToArray());
        Assert.Equal([2L, 8], results[2].Values<long>().ToArray());
    }

    [Fact]
    public void Counts_may_be_weighted_and_values_may_be_bounded()
    {
        ModelTensor[] results = Run(
            "SparseCountSparseOutput", [DType.Int64, DType.Float32, DType.Int64],
            [Values([3, 1], 0L, 2, 4), Values([3], 1L, 1, 7), Values([1], 5L), Values([3], 0.5f, 2, 9)], ("maxlength", Int(4)));

        Assert.Equal([1L], results[0].Values<long>().ToArray());
        Assert.Equal([2.5f], results[1].Values<float>().ToArray());
        Assert.Equal([4L], results[2].Values<long>().ToArray());
    }

    [Fact]
    public void Rows_of_a_ragged_tensor_are_counted_by_their_splits()
    {
        ModelTensor[] results = Run(
            "RaggedCountSparseOutput", [DType.Int64, DType.Int64, DType.Int64],
            [Values([4], 0L, 2, 2, 3), Values([3], 4, 4, 1), Values<long>([0])], ("binary_output", Bool(true)));

        Assert.Equal([0L, 4, 2, 1], results[0].Values<long>().ToArray());
        Assert.Equal([1L, 1], results[1].Values<long>().ToArray());
        Assert.Equal([3L, 5], results[2].Values<long>().ToArray());
    }

    [Fact]
    public void Bins_of_a_sparse_tensor_are_dense_and_leave_out_what_lies_beyond()
    {
        ModelTensor result = Run(
            "SparseBincount", DType.Float32,
            [Values([3, 2], 0L, 0, 0, 3, 1, 1), Values([3], 2L, 2, 9), Values([2], 2L, 4), Values([], 3L), Values<float>([0])]);

        Assert.Equal([0f, 0, 2, 0, 0, 0], result.Values<float>().ToArray());
        Assert.Equal([2, 3], result.Dimensions());
    }

    [Theory]
    [InlineData(true, new[] { 0.5f, float.PositiveInfinity, 1, 0 })]
    [InlineData(false, new[] { 1f, 1, 1, 0 })]
    public void Edit_distances_are_those_of_the_sequences_along_the_last_dimension(bool normalize, float[] expected)
    {
        // Hypotheses: "a", "b", nothing, nothing. Truths: "ab", nothing, "c", nothing.
        ModelTensor result = Run(
            "EditDistance", DType.Float32,
            [
                Values([2, 2], 0L, 0, 1, 0), Strings([2], "a", "b"), Values([2], 4L, 1),
                Values([3, 2], 0L, 0, 0, 1, 2, 0), Strings([3], "a", "b", "c"), Values([2], 3L, 2),
            ],
            ("normalize", Bool(normalize)));

        Assert.Equal(expected, result.Values<float>().ToArray());
    }
}
