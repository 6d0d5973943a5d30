using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels.Hashing;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.SparseOps;

public sealed class SparseTests
{
    private static readonly DType[] Sparse = [DType.Int64, DType.Int32, DType.Int64];

    [Fact]
    public void Positions_become_a_dense_tensor()
    {
        Assert.Equal([9, 1, 2, 9], Run("SparseToDense", DType.Int32, [Values([2, 2], 0L, 1, 1, 0), Values([2], 2L, 2), Vector(1, 2), Scalar(9)]).Values<int>().ToArray());
        Assert.Equal(["", "a"], Run("SparseToDense", DType.String, [Values([], 1L), Values([1], 2L), Strings([], "a"), Strings([], "")]).Texts());
    }

    [Fact]
    public void A_position_outside_of_the_shape_is_refused() =>
        Assert.Contains(
            "out of bounds",
            Assert.Throws<ModelCallException>(() => Run("SparseToDense", DType.Int32, [Values([1, 1], 2L), Values([1], 2L), Vector(1), Scalar(0)])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Empty_rows_get_the_default()
    {
        ModelTensor[] filled = Run(
            "SparseFillEmptyRows",
            [DType.Int64, DType.String, DType.Bool, DType.Int64],
            [Values([3, 2], 0L, 1, 2, 0, 2, 3), Strings([3], "a", "b", "c"), Values([2], 4L, 5), Strings([], "-")]);

        Assert.Equal([0L, 1, 1, 0, 2, 0, 2, 3, 3, 0], filled[0].Values<long>().ToArray());
        Assert.Equal(["a", "-", "b", "c", "-"], filled[1].Texts());
        Assert.Equal([false, true, false, true], filled[2].Values<bool>().ToArray());
        Assert.Equal([0L, 2, 3], filled[3].Values<long>().ToArray());
    }

    [Fact]
    public void No_rows_stay_no_rows() =>
        Assert.Equal([0, 2], Run("SparseFillEmptyRows", [DType.Int64, DType.Int32, DType.Bool, DType.Int64], [Values<long>([0, 2]), Values<int>([0]), Values([2], 0L, 3), Scalar(1)])[0].Dimensions());

    [Fact]
    public void A_row_that_is_not_there_is_refused() =>
        Assert.Throws<ModelCallException>(() => Run("SparseFillEmptyRows", [DType.Int64, DType.Int32, DType.Bool, DType.Int64], [Values([1, 2], 2L, 0), Vector(1), Values([2], 2L, 2), Scalar(0)]));

    [Fact]
    public void Positions_follow_a_new_shape()
    {
        ModelTensor[] reshaped = Run("SparseReshape", [DType.Int64, DType.Int64], [Values([2, 2], 0L, 1, 1, 2), Values([2], 2L, 3), Values([2], 3L, -1)]);

        Assert.Equal([0L, 1, 2, 1], reshaped[0].Values<long>().ToArray());
        Assert.Equal([3L, 2], reshaped[1].Values<long>().ToArray());
        Assert.Throws<ModelCallException>(() => Run("SparseReshape", [DType.Int64, DType.Int64], [Values([1, 1], 0L), Values([1], 6L), Values([2], 4L, -1)]));
    }

    [Fact]
    public void Positions_are_put_in_row_major_order()
    {
        ModelTensor[] ordered = Run("SparseReorder", [DType.Int64, DType.Int32], [Values([3, 2], 1L, 0, 0, 1, 0, 0), Vector(3, 2, 1), Values([2], 2L, 2)]);

        Assert.Equal([0L, 0, 0, 1, 1, 0], ordered[0].Values<long>().ToArray());
        Assert.Equal([1, 2, 3], ordered[1].Values<int>().ToArray());
    }

    [Fact]
    public void Tensors_are_joined_along_a_dimension()
    {
        ModelTensor[] joined = Run(
            "SparseConcat", Sparse, [Values([1, 2], 0L, 0), Values([1, 2], 1L, 1), Vector(1), Vector(2), Values([2], 2L, 2), Values([2], 2L, 3)], ("concat_dim", Int(-1)), ("N", Int(2)));

        Assert.Equal([0L, 0, 1, 3], joined[0].Values<long>().ToArray());
        Assert.Equal([2L, 5], joined[2].Values<long>().ToArray());
    }

    [Fact]
    public void A_part_is_cut_out()
    {
        ModelTensor[] part = Run("SparseSlice", Sparse, [Values([2, 2], 0L, 1, 1, 2), Vector(1, 2), Values([2], 2L, 3), Values([2], 1L, 1), Values([2], 1L, 5)]);

        Assert.Equal([0L, 1], part[0].Values<long>().ToArray());
        Assert.Equal([2], part[1].Values<int>().ToArray());
        Assert.Equal([1L, 2], part[2].Values<long>().ToArray());
    }

    /// <summary>a = [[0, 2, 0], [3, 0, 0]].</summary>
    [Theory]
    [InlineData(false, false, new[] { 3L, 2 }, new[] { 1f, 2, 3, 4, 5, 6 }, new[] { 6f, 8, 3, 6 })]
    [InlineData(false, true, new[] { 2L, 3 }, new[] { 1f, 3, 5, 2, 4, 6 }, new[] { 6f, 8, 3, 6 })]
    [InlineData(true, false, new[] { 2L, 2 }, new[] { 1f, 2, 3, 4 }, new[] { 9f, 12, 2, 4, 0, 0 })]
    public void A_sparse_matrix_times_a_dense_one(bool adjointA, bool adjointB, long[] shape, float[] dense, float[] expected) =>
        Assert.Equal(
            expected,
            Run(
                "SparseTensorDenseMatMul",
                DType.Float32,
                [Values([2, 2], 0L, 1, 1, 0), Values([2], 2f, 3f), Values([2], 2L, 3L), Values(shape, dense)],
                ("adjoint_a", Bool(adjointA)),
                ("adjoint_b", Bool(adjointB))).Values<float>().ToArray());

    /// <summary>The example of tf.sparse.cross.</summary>
    [Fact]
    public void Features_are_crossed_as_text()
    {
        ModelTensor[] crossed = Run(
            "SparseCross",
            [DType.Int64, DType.String, DType.Int64],
            [Values([3, 2], 0L, 0, 1, 0, 1, 1), Strings([3], "a", "b", "c"), Values([2], 2L, 2), Strings([2, 1], "d", "e"), Strings([2, 1], "g", "h")],
            ("N", Int(1)),
            ("hashed_output", Bool(false)),
            ("num_buckets", Int(0)),
            ("hash_key", Int(0)),
            ("out_type", Type(DType.String)),
            ("internal_type", Type(DType.String)));

        Assert.Equal(["a_X_d_X_g", "b_X_e_X_h", "c_X_e_X_h"], crossed[1].Texts());
        Assert.Equal([0L, 0, 1, 0, 1, 1], crossed[0].Values<long>().ToArray());
        Assert.Equal([2L, 2], crossed[2].Values<long>().ToArray());
    }

    [Fact]
    public void A_separator_of_ones_own_and_integers_are_crossed_as_text() =>
        Assert.Equal(
            ["1-a", "2-a"],
            Run("SparseCrossV2", [DType.Int64, DType.String, DType.Int64], [Values([1, 2], 1L, 2), Strings([1, 1], "a"), Strings([], "-")], ("N", Int(0)))[1].Texts());

    [Fact]
    public void A_row_without_a_feature_in_a_column_has_no_combination() =>
        Assert.Equal(
            [1L, 0],
            Run("SparseCrossV2", [DType.Int64, DType.String, DType.Int64], [Values([1, 2], 1L, 0), Strings([1], "a"), Values([2], 2L, 1), Strings([2, 1], "x", "y"), Strings([], "-")], ("N", Int(1)))[0].Values<long>().ToArray());

    [Fact]
    public void One_column_hashed_is_its_own_fingerprint_in_the_buckets() =>
        Assert.Equal(
            [(long)(FarmHash64.Hash("cat"u8) % 100)],
            Run(
                "SparseCrossHashed",
                [DType.Int64, DType.Int64, DType.Int64],
                [Strings([1, 1], "cat"), Values([], 100L), Values([], false), Values([2], 0L, 0)],
                ("N", Int(0)))[1].Values<long>().ToArray());

    [Theory]
    [InlineData("a-b", new[] { 1, 2 })]
    [InlineData("b-a", new[] { 4 })]
    [InlineData("intersection", new[] { 3 })]
    [InlineData("union", new[] { 1, 2, 3, 4 })]
    public void Rows_are_sets(string operation, int[] expected) =>
        Assert.Equal(expected, Run("DenseToDenseSetOperation", Sparse, [Values([1, 4], 3, 1, 2, 3), Values([1, 2], 4, 3)], ("set_operation", Text(operation)))[1].Values<int>().ToArray());

    [Fact]
    public void A_set_operation_that_does_not_exist_is_refused() =>
        Assert.Throws<ModelCallException>(() => Run("DenseToDenseSetOperation", Sparse, [Values([1, 1], 1), Values([1, 1], 1)], ("set_operation", Text("xor"))));
}
