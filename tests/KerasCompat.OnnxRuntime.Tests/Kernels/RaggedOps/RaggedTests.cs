using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;
using static KerasCompat.OnnxRuntime.Tests.Kernels.StringOps.KernelStrings;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.RaggedOps;

public sealed class RaggedTests
{
    [Fact]
    public void Rows_are_padded_with_the_default_to_the_longest()
    {
        ModelTensor dense = ToTensor(Scalar(-1), Vector(1, 2, 3), Scalar(9), [Scalar(3), Values([3], 0L, 0, 2)], "FIRST_DIM_SIZE", "VALUE_ROWIDS");

        Assert.Equal([3, 2], dense.Dimensions());
        Assert.Equal([1, 2, 9, 9, 3, 9], dense.Values<int>().ToArray());
    }

    [Fact]
    public void Rows_are_cut_and_padded_to_a_shape_that_is_given() =>
        Assert.Equal(
            [1L, 2, 0, 0],
            ToTensor(Values([2], 2L, 2), Values([4], 1L, 2, 3, 4), Values([], 0L), [Values([2], 0L, 4)], "ROW_SPLITS").Values<long>().ToArray());

    [Fact]
    public void Splits_and_row_numbers_may_be_nested()
    {
        // [[[1], [2, 3]], [], [[4]]]
        ModelTensor dense = ToTensor(Scalar(-1), Vector(1, 2, 3, 4), Scalar(0), [Values([4], 0L, 2, 2, 3), Values([4], 0L, 1, 3, 4)], "ROW_SPLITS", "ROW_SPLITS");

        Assert.Equal([3, 2, 2], dense.Dimensions());
        Assert.Equal([1, 0, 2, 3, 0, 0, 0, 0, 4, 0, 0, 0], dense.Values<int>().ToArray());
    }

    [Fact]
    public void A_default_broadcasts_to_the_shape_of_an_element() =>
        Assert.Equal(
            [1, 2, 7, 8, 3, 4, 5, 6],
            ToTensor(Scalar(-1), Values([3, 2], 1, 2, 3, 4, 5, 6), Vector(7, 8), [Values([3], 0L, 1, 3)], "ROW_SPLITS").Values<int>().ToArray());

    [Fact]
    public void Texts_are_padded_as_numbers_are() =>
        Assert.Equal(["a", "-", "b", "c"], ToTensor(Scalar(-1), Strings([3], "a", "b", "c"), Strings([], "-"), [Values([3], 0L, 1, 3)], "ROW_SPLITS").Texts());

    [Fact]
    public void No_rows_give_an_empty_tensor() =>
        Assert.Equal([0, 3], ToTensor(Values([2], -1L, 3), Values<int>([0]), Scalar(0), [Values([1], 0L)], "ROW_SPLITS").Dimensions());

    [Theory]
    [InlineData(new long[] { 0, 3, 2 })]
    [InlineData(new long[] { 1, 3 })]
    [InlineData(new long[] { 0, 2 })]
    public void Splits_that_do_not_fit_the_values_are_refused(long[] splits) =>
        Assert.Throws<ModelCallException>(() => ToTensor(Scalar(-1), Vector(1, 2, 3), Scalar(0), [Values([splits.Length], splits)], "ROW_SPLITS"));

    [Theory]
    [InlineData(new long[] { 0, 2, 1 })]
    [InlineData(new long[] { 0, 0, 3 })]
    [InlineData(new long[] { -1, 0, 0 })]
    public void Row_numbers_that_decrease_or_are_not_there_are_refused(long[] rows) =>
        Assert.Throws<ModelCallException>(() => ToTensor(Scalar(-1), Vector(1, 2, 3), Scalar(0), [Scalar(3), Values([rows.Length], rows)], "FIRST_DIM_SIZE", "VALUE_ROWIDS"));

    [Fact]
    public void Ranges_become_rows()
    {
        ModelTensor[] ragged = Run("RaggedRange", [DType.Int64, DType.Int32], [Vector(0, 5, 8), Vector(3, 5, 2), Vector(1, 1, -3)]);

        Assert.Equal([0L, 3, 3, 5], ragged[0].Values<long>().ToArray());
        Assert.Equal([0, 1, 2, 8, 5], ragged[1].Values<int>().ToArray());
        Assert.Throws<ModelCallException>(() => Run("RaggedRange", [DType.Int64, DType.Int32], [Scalar(0), Scalar(1), Scalar(0)]));
    }

    [Fact]
    public void Rows_are_gathered_by_index()
    {
        // [[1, 2], [], [3]] at [2, 0]
        ModelTensor[] ragged = Run(
            "RaggedGather", [DType.Int64, DType.Int32], [Values([4], 0L, 2, 2, 3), Vector(1, 2, 3), Vector(2, 0)], ("PARAMS_RAGGED_RANK", Int(1)), ("OUTPUT_RAGGED_RANK", Int(1)));

        Assert.Equal([0L, 1, 3], ragged[0].Values<long>().ToArray());
        Assert.Equal([3, 1, 2], ragged[1].Values<int>().ToArray());
        Assert.Throws<ModelCallException>(() => Run(
            "RaggedGather", [DType.Int64, DType.Int32], [Values([2], 0L, 1), Vector(1), Vector(1)], ("PARAMS_RAGGED_RANK", Int(1)), ("OUTPUT_RAGGED_RANK", Int(1))));
    }

    [Theory]
    [InlineData(new[] { 2, 1 }, new[] { 2, 0 }, new[] { 0L, 1, 2 }, new[] { 0L, 1, 3 }, new[] { 3, 1, 2 })]
    [InlineData(new[] { 1, 2 }, new[] { 2, 0 }, new[] { 0L, 2 }, new[] { 0L, 1, 3 }, new[] { 3, 1, 2 })]
    [InlineData(new[] { 2, 0 }, new int[0], new[] { 0L, 0, 0 }, new[] { 0L }, new int[0])]
    public void A_matrix_of_indices_gives_rows_of_rows(int[] shape, int[] indices, long[] outer, long[] inner, int[] values)
    {
        // given [[1, 2], [], [3]], when
        ModelTensor[] ragged = Run(
            "RaggedGather", [DType.Int64, DType.Int64, DType.Int32], [Values([4], 0L, 2, 2, 3), Vector(1, 2, 3), Values([.. shape.Select(d => (long)d)], indices)],
            ("PARAMS_RAGGED_RANK", Int(1)), ("OUTPUT_RAGGED_RANK", Int(2)));

        // then
        Assert.Equal(outer, ragged[0].Values<long>().ToArray());
        Assert.Equal(inner, ragged[1].Values<long>().ToArray());
        Assert.Equal(values, ragged[2].Values<int>().ToArray());
    }

    [Fact]
    public void A_ragged_tensor_becomes_a_sparse_one()
    {
        ModelTensor[] sparse = Run("RaggedTensorToSparse", [DType.Int64, DType.Int32, DType.Int64], [Values([4], 0L, 2, 2, 3), Vector(7, 8, 9)], ("RAGGED_RANK", Int(1)));

        Assert.Equal([0L, 0, 0, 1, 2, 0], sparse[0].Values<long>().ToArray());
        Assert.Equal([3L, 2], sparse[2].Values<long>().ToArray());
    }

    [Theory]
    [InlineData(new long[] { 0, 3, 2 })]
    [InlineData(new long[] { 0, 4 })]
    [InlineData(new long[] { -1, 3 })]
    [InlineData(new long[0])]
    public void Splits_that_do_not_fit_are_refused_wherever_rows_are_read(long[] splits)
    {
        ConstantTensor partition = Values([splits.Length], splits);

        Assert.Throws<ModelCallException>(() => Run("RaggedTensorToSparse", [DType.Int64, DType.Int32, DType.Int64], [partition, Vector(1, 2, 3)], ("RAGGED_RANK", Int(1))));
        Assert.Throws<ModelCallException>(() => Run(
            "RaggedGather", [DType.Int64, DType.Int32], [partition, Vector(1, 2, 3), Values<int>([0])], ("PARAMS_RAGGED_RANK", Int(1)), ("OUTPUT_RAGGED_RANK", Int(1))));
        Assert.Throws<ModelCallException>(() => Run("RaggedBincount", DType.Int32, [partition, Vector(1, 2, 3), Scalar(4), Values<int>([0])]));
    }

    private static ModelTensor ToTensor(ConstantTensor shape, ConstantTensor values, ConstantTensor defaultValue, ConstantTensor[] partitions, params string[] types) =>
        Run("RaggedTensorToTensor", values.DType, [shape, values, defaultValue, .. partitions], ("row_partition_types", Texts(types)));
}
