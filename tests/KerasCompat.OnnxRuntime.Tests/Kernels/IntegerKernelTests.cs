using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Arithmetic of indices, as numpy computes it.</summary>
public sealed class IntegerKernelTests
{
    [Theory]
    [InlineData("AddV2", new[] { 6, 2, int.MinValue })]
    [InlineData("Add", new[] { 6, 2, int.MinValue })]
    [InlineData("Sub", new[] { 4, -4, int.MaxValue - 1 })]
    [InlineData("Mul", new[] { 5, -3, int.MaxValue })]
    [InlineData("Maximum", new[] { 5, 3, int.MaxValue })]
    [InlineData("Minimum", new[] { 1, -1, 1 })]
    public void Two_numbers_become_one_and_wrap_around(string op, int[] expected)
    {
        int[] left = [5, -1, int.MaxValue], right = [1, 3, 1];

        Assert.Equal(expected, Run(op, DType.Int32, [Vector(left), Vector(right)], ("T", Type(DType.Int32))).Values<int>().ToArray());
    }

    [Theory]
    [InlineData("Greater", false, false, true)]
    [InlineData("GreaterEqual", false, true, true)]
    [InlineData("Less", true, false, false)]
    [InlineData("LessEqual", true, true, false)]
    public void Numbers_are_compared_with_one(string op, params bool[] expected) =>
        Assert.Equal(expected, Run(op, DType.Bool, [Values([3], 1L, 2, 3), Values([], 2L)], ("T", Type(DType.Int64))).Values<bool>().ToArray());

    [Fact]
    public void Shapes_broadcast() =>
        Assert.Equal(
            [11, 21, 12, 22],
            Run("AddV2", DType.Int32, [Values([2, 1], 1, 2), Vector(10, 20)], ("T", Type(DType.Int32))).Values<int>().ToArray());

    [Theory]
    [InlineData("Sum", 0, false, new long[] { 5, 7, 9 }, new[] { 3 })]
    [InlineData("Prod", -1, false, new long[] { 6, 120 }, new[] { 2 })]
    [InlineData("Max", 1, true, new long[] { 3, 6 }, new[] { 2, 1 })]
    [InlineData("Min", 0, true, new long[] { 1, 2, 3 }, new[] { 1, 3 })]
    public void Numbers_are_reduced_along_an_axis(string op, int axis, bool keeps, long[] expected, int[] shape)
    {
        ModelTensor reduced = Run(op, DType.Int64, [Values([2, 3], 1L, 2, 3, 4, 5, 6), Vector(axis)], ("T", Type(DType.Int64)), ("keep_dims", Bool(keeps)));

        Assert.Equal(expected, reduced.Values<long>().ToArray());
        Assert.Equal(shape, reduced.Dimensions());
    }

    [Theory]
    [InlineData("Sum", 0)]
    [InlineData("Prod", 1)]
    [InlineData("Max", int.MinValue)]
    [InlineData("Min", int.MaxValue)]
    public void Nothing_is_reduced_to_what_changes_nothing(string op, int expected) =>
        Assert.Equal([expected], Run(op, DType.Int32, [Vector(), Vector(0)], ("T", Type(DType.Int32))).Values<int>().ToArray());

    [Theory]
    [InlineData(0, false, false, new[] { 1, 2, 3, 5, 7, 9 })]
    [InlineData(1, false, false, new[] { 1, 3, 6, 4, 9, 15 })]
    [InlineData(-1, true, false, new[] { 0, 1, 3, 0, 4, 9 })]
    [InlineData(1, false, true, new[] { 6, 5, 3, 15, 11, 6 })]
    [InlineData(1, true, true, new[] { 5, 3, 0, 11, 6, 0 })]
    public void Sums_run_along_an_axis(int axis, bool exclusive, bool reverse, int[] expected) =>
        Assert.Equal(
            expected,
            Run("Cumsum", DType.Int32, [Values([2, 3], 1, 2, 3, 4, 5, 6), Scalar(axis)], ("T", Type(DType.Int32)), ("exclusive", Bool(exclusive)), ("reverse", Bool(reverse))).Values<int>().ToArray());

    [Fact]
    public void Values_are_counted_in_bins_and_those_beyond_left_out()
    {
        Assert.Equal([1, 0, 2], Run("Bincount", DType.Int32, [Vector(2, 0, 2, 7), Scalar(3), Values<int>([0])], ("T", Type(DType.Int32))).Values<int>().ToArray());
        Assert.Equal([0.5f, 0, 4], Run("DenseBincount", DType.Float32, [Vector(2, 0, 2), Scalar(3), Values([3], 1f, 0.5f, 3f)]).Values<float>().ToArray());
    }

    [Fact]
    public void Rows_of_a_matrix_are_counted_each_by_itself()
    {
        ConstantTensor matrix = Values([2, 2], 1L, 1, 0, 2);

        ModelTensor counts = Run("DenseBincount", DType.Float32, [matrix, Values([], 3L), Values<float>([0])]);

        Assert.Equal([2, 3], counts.Dimensions());
        Assert.Equal([0f, 2, 0, 1, 0, 1], counts.Values<float>().ToArray());
        Assert.Equal([0f, 1, 0, 1, 0, 1], Run("DenseBincount", DType.Float32, [matrix, Values([], 3L), Values<float>([0])], ("binary_output", Bool(true))).Values<float>().ToArray());
    }

    [Fact]
    public void Negative_values_have_no_bin() =>
        Assert.Throws<ModelCallException>(() => Run("DenseBincount", DType.Float32, [Vector(-1), Scalar(3), Values<float>([0])]));
}
