using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class BoundingBoxKernelTests
{
    // Boxes and scores of tensorflow/core/kernels/image/non_max_suppression_op_test.cc.
    private static readonly float[] Boxes = [0, 0, 1, 1, 0, 0.1f, 1, 1.1f, 0, -0.1f, 1, 0.9f, 0, 10, 1, 11, 0, 10.1f, 1, 11.1f, 0, 100, 1, 101];
    private static readonly float[] Scores = [0.9f, 0.75f, 0.6f, 0.95f, 0.5f, 0.3f];

    [Fact]
    public void Soft_suppression_lowers_scores_of_boxes_that_overlap()
    {
        ModelTensor[] results = Suppress(sigma: 0.5f, threshold: 0.5f, least: 0.0f, most: 6, pad: false, softIou: true);

        Assert.Equal([3, 0, 1, 5, 4, 2], results[0].Values<int>().ToArray());
        float[] expected = [0.95f, 0.9f, 0.384f, 0.3f, 0.256f, 0.197f];
        Assert.All(expected, (value, i) => Assert.Equal(value, results[1].Values<float>()[i], 1e-2f));
        Assert.Equal(6, results[2].Values<int>()[0]);
    }

    [Fact]
    public void Hard_suppression_leaves_out_boxes_that_overlap_and_fills_up_with_zeros()
    {
        ModelTensor[] results = Suppress(sigma: 0, threshold: 0.5f, least: 0, most: 5, pad: true, softIou: false);

        Assert.Equal([3, 0, 5, 0, 0], results[0].Values<int>().ToArray());
        Assert.Equal([0.95f, 0.9f, 0.3f, 0, 0], results[1].Values<float>().ToArray());
        Assert.Equal(3, results[2].Values<int>()[0]);
    }

    [Fact]
    public void Overlaps_may_be_given_as_a_matrix()
    {
        ModelTensor result = Run(
            "NonMaxSuppressionWithOverlaps", DType.Int32,
            [Values([3, 3], 1f, 0.9f, 0, 0.9f, 1, 0.2f, 0, 0.2f, 1), Values([3], 0.5f, 0.7f, 0.1f), Scalar(3), Values([], 0.5f), Values([], 0f)]);

        Assert.Equal([1, 2], result.Values<int>().ToArray());
    }

    [Fact]
    public void A_box_is_drawn_along_its_edges_in_the_first_colour()
    {
        // Yellow, whose red is 1 and blue 0, around a 3 x 3 image.
        ModelTensor result = Run(
            "DrawBoundingBoxes", DType.Float32, [Values([1, 3, 3, 3], Enumerable.Repeat(5f, 27).ToArray()), Values([1, 1, 4], 0f, 0, 1, 1)], ("T", Type(DType.Float32)));

        float[] values = result.Values<float>().ToArray();
        Assert.All(Enumerable.Range(0, 9), pixel => Assert.Equal(pixel == 4 ? [5, 5, 5] : [1, 1, 0], values[(pixel * 3)..((pixel * 3) + 3)]));
    }

    [Fact]
    public void Colours_can_be_given_and_an_inverted_box_is_not_drawn()
    {
        ModelTensor result = Run(
            "DrawBoundingBoxesV2", DType.Float32,
            [Values([1, 2, 2, 1], 0f, 0, 0, 0), Values([1, 2, 4], 1f, 1, 0, 0, 0, 0, 0, 1), Values([2, 1], 3f, 7)], ("T", Type(DType.Float32)));

        Assert.Equal([7f, 7, 0, 0], result.Values<float>().ToArray());
    }

    private static ModelTensor[] Suppress(float sigma, float threshold, float least, int most, bool pad, bool softIou) => Run(
        "NonMaxSuppressionV5",
        [DType.Int32, DType.Float32, DType.Int32],
        [Values([6, 4], Boxes), Values([6], Scores), Scalar(most), Values([], softIou ? 1f : threshold), Values([], least), Values([], sigma)],
        ("T", Type(DType.Float32)),
        ("pad_to_max_output_size", Bool(pad)));
}
