using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Expected values are those of the examples in TensorFlow's op documentation, or follow from it.</summary>
public sealed class ShapeKernelTests
{
    private static readonly string[] Letters = ["a", "b", "c", "d", "e", "f"];

    [Fact]
    public void Reshape_infers_the_dimension_that_is_minus_one()
    {
        ModelTensor result = Run("Reshape", DType.String, [Strings([6], Letters), Vector(2, -1)]);

        Assert.Equal([2, 3], result.Dimensions());
        Assert.Equal(Letters, result.Texts());
    }

    [Fact]
    public void Reshape_refuses_a_shape_of_another_size() =>
        Assert.Throws<ModelCallException>(() => Run("Reshape", DType.String, [Strings([6], Letters), Vector(4, 2)]));

    [Fact]
    public void Transpose_moves_dimensions()
    {
        ModelTensor result = Run("Transpose", DType.String, [Strings([2, 3], Letters), Vector(1, 0)]);

        Assert.Equal([3, 2], result.Dimensions());
        Assert.Equal(["a", "d", "b", "e", "c", "f"], result.Texts());
    }

    [Fact]
    public void Tile_repeats_along_every_dimension()
    {
        ModelTensor result = Run("Tile", DType.String, [Strings([1, 2], "a", "b"), Vector(2, 2)]);

        Assert.Equal([2, 4], result.Dimensions());
        Assert.Equal(["a", "b", "a", "b", "a", "b", "a", "b"], result.Texts());
    }

    [Fact]
    public void Expand_and_squeeze_take_axes_from_the_end()
    {
        Assert.Equal([6, 1], Run("ExpandDims", DType.String, [Strings([6], Letters), Scalar(-1)]).Dimensions());
        Assert.Equal([2, 3], Run("Squeeze", DType.String, [Strings([1, 2, 1, 3], Letters)]).Dimensions());
        Assert.Equal([1, 2, 3], Run("Squeeze", DType.String, [Strings([1, 2, 1, 3], Letters)], ("squeeze_dims", Ints(-2))).Dimensions());
    }

    [Fact]
    public void Shape_and_size_come_in_the_type_that_is_asked_for()
    {
        Assert.Equal([2L, 3], Run("Shape", DType.Int64, [Strings([2, 3], Letters)], ("out_type", Type(DType.Int64))).Values<long>().ToArray());
        Assert.Equal([6], Run("Size", DType.Int32, [Strings([2, 3], Letters)]).Values<int>().ToArray());
    }

    [Fact]
    public void Reverse_turns_the_given_axes_around() =>
        Assert.Equal(["c", "b", "a", "f", "e", "d"], Run("ReverseV2", DType.String, [Strings([2, 3], Letters), Vector(-1)]).Texts());

    [Fact]
    public void Fill_repeats_a_string() =>
        Assert.Equal(["x", "x"], Run("Fill", DType.String, [Vector(1, 2), Strings([], "x")]).Texts());

    [Fact]
    public void Range_of_floats_ends_before_the_limit() =>
        Assert.Equal([3f, 2.5f, 2f, 1.5f], Run("Range", DType.Float32, [Values([], 3f), Values([], 1f), Values([], -0.5f)]).Values<float>().ToArray());

    [Fact]
    public void Pack_and_unpack_undo_each_other()
    {
        ModelTensor packed = Run("Pack", DType.String, [Strings([3], "a", "b", "c"), Strings([3], "d", "e", "f")], ("axis", Int(1)));
        ModelTensor[] unpacked = Run("Unpack", [DType.String, DType.String], [Strings([3, 2], packed.Texts())], ("axis", Int(-1)));

        Assert.Equal(["a", "d", "b", "e", "c", "f"], packed.Texts());
        Assert.Equal(["a", "b", "c"], unpacked[0].Texts());
        Assert.Equal(["d", "e", "f"], unpacked[1].Texts());
    }

    [Fact]
    public void Concat_joins_along_an_axis()
    {
        ModelTensor result = Run("ConcatV2", DType.String, [Strings([2, 1], "a", "d"), Strings([2, 2], "b", "c", "e", "f"), Scalar(-1)]);

        Assert.Equal([2, 3], result.Dimensions());
        Assert.Equal(Letters, result.Texts());
    }

    [Fact]
    public void Split_takes_the_rest_where_the_size_is_minus_one()
    {
        ModelTensor[] parts = Run("SplitV", [DType.String, DType.String], [Strings([6], Letters), Vector(2, -1), Scalar(0)]);

        Assert.Equal(["a", "b"], parts[0].Texts());
        Assert.Equal(["c", "d", "e", "f"], parts[1].Texts());
    }

    [Fact]
    public void Slice_takes_all_that_is_left_where_the_size_is_minus_one() =>
        Assert.Equal(["e", "f"], Run("Slice", DType.String, [Strings([2, 3], Letters), Vector(1, 1), Vector(1, -1)]).Texts());

    [Fact]
    public void Gather_looks_rows_up()
    {
        Assert.Equal(["d", "e", "f", "a", "b", "c"], Run("GatherV2", DType.String, [Strings([2, 3], Letters), Vector(1, 0), Scalar(0)]).Texts());
        Assert.Equal(["b", "d"], Run("GatherV2", DType.String, [Strings([2, 3], Letters), Vector(1, 0), Scalar(1)], ("batch_dims", Int(1))).Texts());
        Assert.Equal(["b", "f"], Run("GatherNd", DType.String, [Strings([2, 3], Letters), Values([2, 2], 0, 1, 1, 2)]).Texts());
    }

    [Fact]
    public void Gather_refuses_an_index_that_is_not_there()
    {
        ModelCallException failure = Assert.Throws<ModelCallException>(
            () => Run("GatherV2", DType.String, [Strings([2], "a", "b"), Vector(2), Scalar(0)]));

        Assert.Contains("indices[0] = 2 is not in [0, 2)", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_gives_the_coordinates_of_what_is_true() =>
        Assert.Equal([0L, 1, 1, 0], Run("Where", DType.Int64, [Values([2, 2], false, true, true, false)]).Values<long>().ToArray());

    [Fact]
    public void Select_broadcasts_condition_and_values() =>
        Assert.Equal(
            ["a", "no", "no", "b"],
            Run("SelectV2", DType.String, [Values([2, 2], true, false, false, true), Strings([2], "a", "b"), Strings([], "no")]).Texts());

    [Fact]
    public void Equal_compares_strings_by_their_bytes() =>
        Assert.Equal([true, false], Run("Equal", DType.Bool, [Strings([2], "a", "b"), Strings([], "a")]).Values<bool>().ToArray());

    [Fact]
    public void Not_a_number_equals_nothing() =>
        Assert.Equal([true, false], Run("NotEqual", DType.Bool, [Values([2], float.NaN, 0f), Values([2], float.NaN, -0f)]).Values<bool>().ToArray());

    [Fact]
    public void Casts_out_of_range_give_what_the_processor_gives()
    {
        float[] values = [1.9f, -1.9f, 300f, float.NaN, float.PositiveInfinity];

        Assert.Equal([1, -1, 300, int.MinValue, int.MinValue], Cast<int>(DType.Int32));
        Assert.Equal([(byte)1, 255, 44, 0, 0], Cast<byte>(DType.UInt8));
        Assert.Equal([true, true, true, true, true], Cast<bool>(DType.Bool));

        T[] Cast<T>(DType type)
            where T : unmanaged =>
            Run("Cast", type, [Values([5], values)], ("SrcT", Type(DType.Float32)), ("DstT", Type(type))).Values<T>().ToArray();
    }
}
