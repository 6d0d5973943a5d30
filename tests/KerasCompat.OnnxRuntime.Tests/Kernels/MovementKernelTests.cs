using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.SavedModel.Graph;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Expected values are those of the examples in TensorFlow's op documentation, or follow from it.</summary>
public sealed class MovementKernelTests
{
    [Fact]
    public void Texts_are_padded_with_empty_ones_or_with_a_given_one()
    {
        var paddings = Values([1, 2], 1, 2);

        Assert.Equal(["", "a", "b", "", ""], Run("Pad", DType.String, [Strings([2], "a", "b"), paddings]).Texts());
        Assert.Equal(["-", "a", "b", "-", "-"], Run("PadV2", DType.String, [Strings([2], "a", "b"), paddings, Strings([], "-")]).Texts());
        Assert.Equal(["a", "a", "b", "b", "a"], Run("MirrorPad", DType.String, [Strings([2], "a", "b"), paddings], ("mode", KernelPrograms.Text("SYMMETRIC"))).Texts());
    }

    [Fact]
    public void Texts_roll()
    {
        Assert.Equal(["d", "a", "b", "c"], Run("Roll", DType.String, [Strings([4], "a", "b", "c", "d"), Scalar(1), Scalar(0)]).Texts());
        Assert.Equal(["b", "c", "d", "a"], Run("Roll", DType.String, [Strings([4], "a", "b", "c", "d"), Scalar(-5), Scalar(-1)]).Texts());
    }

    [Fact]
    public void Each_row_is_reversed_up_to_its_length() => Assert.Equal(
        ["b", "a", "c", "d", "e", "f"],
        Run("ReverseSequence", DType.String, [Strings([2, 3], "a", "b", "c", "d", "e", "f"), Vector(2, 1)], ("seq_dim", Int(1)), ("batch_dim", Int(0))).Texts());

    [Fact]
    public void Distinct_texts_keep_the_order_of_first_occurrence()
    {
        ModelTensor[] results = Run("UniqueWithCounts", [DType.String, DType.Int32, DType.Int32], [Strings([4], "x", "y", "x", "z")]);

        Assert.Equal(["x", "y", "z"], results[0].Texts());
        Assert.Equal([0, 1, 0, 2], results[1].Values<int>().ToArray());
        Assert.Equal([2, 1, 1], results[2].Values<int>().ToArray());
    }

    [Theory]
    [InlineData(0, new[] { 1, 2, 3, 4, 1, 2 }, new[] { 1, 2, 3, 4 }, new[] { 2, 2 }, new[] { 0, 1, 0 })]
    [InlineData(-1, new[] { 1, 1, 3, 3, 1, 1 }, new[] { 1, 3, 1 }, new[] { 3, 1 }, new[] { 0, 0 })]
    public void Slices_along_an_axis_that_is_fed_are_compared_as_wholes(int axis, int[] elements, int[] distinct, int[] shape, int[] positions)
    {
        // given three rows of two numbers, when
        ModelTensor[] results = Run("UniqueV2", [DType.Int32, DType.Int32], [Values([3, 2], elements), Vector(axis)]);

        // then
        Assert.Equal(shape, results[0].Dimensions());
        Assert.Equal(distinct, results[0].Values<int>().ToArray());
        Assert.Equal(positions, results[1].Values<int>().ToArray());
    }

    [Fact]
    public void Rows_of_texts_are_the_same_only_if_each_text_is()
    {
        // given "ab", "c" and "a", "bc", when
        ModelTensor[] results = Run("UniqueV2", [DType.String, DType.Int32], [Strings([3, 2], "ab", "c", "a", "bc", "ab", "c"), Vector(0)]);

        // then
        Assert.Equal(["ab", "c", "a", "bc"], results[0].Texts());
        Assert.Equal([0, 1, 0], results[1].Values<int>().ToArray());
    }

    [Fact]
    public void Texts_that_are_scattered_to_one_place_are_joined()
    {
        // when
        ModelTensor result = Run("ScatterNd", DType.String, [Values([3, 1], 2, 0, 2), Strings([3], "a", "b", "c"), Vector(4)]);

        // then
        Assert.Equal(["b", "", "ac", ""], result.Texts());
    }

    [Fact]
    public void Complex_numbers_are_scattered()
    {
        // given
        ConstantTensor twice = Values([2, 1], 1, 1), target = Values<Complex>([2], new(1, 1), new(2, -1)), updates = Values<Complex>([2], new(0, 3), new(4, 5));

        // when
        Complex[] scattered = Run("ScatterNd", DType.Complex128, [twice, updates, Vector(2)]).Values<Complex>().ToArray();
        Complex[] added = Run("TensorScatterAdd", DType.Complex128, [target, twice, updates]).Values<Complex>().ToArray();
        Complex[] subtracted = Run("TensorScatterSub", DType.Complex128, [target, twice, updates]).Values<Complex>().ToArray();

        // then
        Assert.Equal([new(0, 0), new(4, 8)], scattered);
        Assert.Equal([new(1, 1), new(6, 7)], added);
        Assert.Equal([new(1, 1), new(-2, -9)], subtracted);
    }

    [Fact]
    public void Rows_of_complex_numbers_are_reduced_by_segments()
    {
        // given rows 1 + i, 2 and 3i of segments 0, 0 and 2
        ConstantTensor rows = Values<Complex>([3, 1], new(1, 1), new(2, 0), new(0, 3)), sorted = Vector(0, 0, 2), unsorted = Vector(1, -1, 1);

        // when
        Complex[] sums = OfSegments("SegmentSum", sorted), means = OfSegments("SegmentMean", sorted), products = OfSegments("SegmentProd", sorted);
        Complex[] picked = OfSegments("UnsortedSegmentProd", unsorted, Scalar(2));

        // then a segment without rows is the sum, or product, of nothing
        Assert.Equal([new(3, 1), new(0, 0), new(0, 3)], sums);
        Assert.Equal([new(1.5, 0.5), new(0, 0), new(0, 3)], means);
        Assert.Equal([new(2, 2), new(1, 0), new(0, 3)], products);
        Assert.Equal([new(1, 0), new(-3, 3)], picked);

        Complex[] OfSegments(string op, params ConstantTensor[] more)
        {
            GraphModel model = new GraphModel().Const("rows", rows).Const("segments", more[0]).Const("count", more[^1])
                .Node("op", op, more.Length == 1 ? ["rows", "segments"] : ["rows", "segments", "count"], [("T", KernelPrograms.Type(DType.Complex128))])
                .Signature("run", [], [("op", DType.Complex128)]);
            using OnnxModelEngine engine = model.Load();
            return engine.Run("run")["op"].Values<Complex>().ToArray();
        }
    }

    [Fact]
    public void Texts_are_divided_into_partitions_and_stitched_together()
    {
        ModelTensor[] parts = Run("DynamicPartition", [DType.String, DType.String], [Strings([3], "a", "b", "c"), Vector(1, 0, 1)]);
        ModelTensor whole = Run("DynamicStitch", DType.String, [Vector(1), Vector(0, 2), Strings([1], "b"), Strings([2], "a", "c")]);

        Assert.Equal(["b"], parts[0].Texts());
        Assert.Equal(["a", "c"], parts[1].Texts());
        Assert.Equal(["a", "b", "c"], whole.Texts());
    }

    [Fact]
    public void Several_diagonals_are_aligned_as_asked()
    {
        // The examples of tf.linalg.diag_part for diagonals -1 to 1 of a matrix of 3 by 3.
        var matrix = Values([3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9);
        var range = Vector(-1, 1);

        int[] right = Run("MatrixDiagPartV3", DType.Int32, [matrix, range, Scalar(0)], ("align", KernelPrograms.Text("RIGHT_LEFT"))).Values<int>().ToArray();
        int[] left = Run("MatrixDiagPartV3", DType.Int32, [matrix, range, Scalar(0)], ("align", KernelPrograms.Text("LEFT_RIGHT"))).Values<int>().ToArray();

        Assert.Equal([0, 2, 6, 1, 5, 9, 4, 8, 0], right);
        Assert.Equal([2, 6, 0, 1, 5, 9, 0, 4, 8], left);
    }

    [Fact]
    public void Diagonals_make_a_matrix_and_replace_those_of_one()
    {
        var band = Values([3, 3], 0, 8, 9, 1, 2, 3, 4, 5, 0);

        int[] made = Run("MatrixDiagV3", DType.Int32, [band, Vector(-1, 1), Scalar(-1), Scalar(-1), Scalar(0)], ("align", KernelPrograms.Text("RIGHT_LEFT"))).Values<int>().ToArray();
        int[] set = Run("MatrixSetDiagV3", DType.Int32, [Values([3, 3], 7, 7, 7, 7, 7, 7, 7, 7, 7), band, Vector(-1, 1)], ("align", KernelPrograms.Text("RIGHT_LEFT"))).Values<int>().ToArray();

        Assert.Equal([1, 8, 0, 4, 2, 9, 0, 5, 3], made);
        Assert.Equal([1, 8, 7, 4, 2, 9, 7, 5, 3], set);
    }
}
