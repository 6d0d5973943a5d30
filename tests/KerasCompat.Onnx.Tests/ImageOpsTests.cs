using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.Onnx.Tests.SmallGraph;

namespace KerasCompat.Onnx.Tests;

public sealed class ImageOpsTests
{
    [Theory]
    [InlineData("bilinear", 3f)]
    [InlineData("nearest", 4f)]
    public void A_crop_of_one_pixel_is_the_middle_of_its_box(string method, float expected)
    {
        // The middle of a 3 x 3 image of 0 ... 8 is moved by a box to (y, x) = (1, 0) ... which lies between columns 0 and 1.
        float[] result = Crop(method, [0f, 0f, 1f, 0f], 1, 1);
        float[] between = Crop(method, [0f, 0.25f, 1f, 0.25f], 1, 1);

        Assert.Equal([3f], result);
        Assert.Equal([method == "bilinear" ? 3.5f : expected], between);
    }

    [Fact]
    public void What_a_crop_reads_outside_of_the_image_is_the_extrapolation_value() =>
        Assert.Equal([-7f, 0f, 2f], Crop("bilinear", [0f, -1f, 0f, 1f], 1, 3));

    [Fact]
    public void Overlapping_boxes_of_lower_scores_are_left_out()
    {
        float[] boxes = [0, 0, 1, 1, 0, 0.1f, 1, 1.1f, 0, 2, 1, 3, 3, 1, 2, 0];
        SmallGraph graph = Suppression("NonMaxSuppressionV3", [DType.Int32]);

        Assert.Equal([1, 2, 3], graph.Run("y", Inputs(boxes, [0.5f, 0.9f, 0.7f, 0.3f], 0.2f)).Values<int>());
        Assert.Equal([1, 2], graph.Run("y", Inputs(boxes, [0.5f, 0.9f, 0.7f, 0.3f], 0.3f)).Values<int>());
    }

    [Fact]
    public void Selected_boxes_are_filled_up_when_asked_to()
    {
        SmallGraph graph = Suppression("NonMaxSuppressionV4", [DType.Int32, DType.Int32], new() { ["pad_to_max_output_size"] = Bool(true) });

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["y", "y:1"], Inputs([0, 0, 1, 1, 0, 0.1f, 1, 1.1f], [0.5f, 0.9f], 0));

        Assert.Equal([1, 0, 0], results[0].Values<int>());
        Assert.Equal([1], results[1].Values<int>());
    }

    [Fact]
    public void Colors_survive_the_way_to_hue_and_back()
    {
        float[] colors = [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0.25f, 0.5f, 0.75f, 0, 0, 0, 1, 1, 1, 0.2f, 0.1f, 0.2f];
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 3).Node("hsv", "RGBToHSV", ["x"]).Node("y", "HSVToRGB", ["hsv"]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["hsv", "y"], ("x", Tensors.Of(colors, 8, 3)));

        ConvolutionOpsTests.Close(colors, results[1].Values<float>());
        ConvolutionOpsTests.Close([0, 1, 1, 1 / 3f, 1, 1, 2 / 3f, 1, 1, 1 / 6f, 1, 1], results[0].Values<float>()[..12]);
    }

    [Fact]
    public void A_turn_of_the_hue_by_a_third_exchanges_the_primary_colors()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 3).Const("delta", Tensors.Scalar(1 / 3f)).Node("y", "AdjustHue", ["x", "delta"], outputs: [DType.Float32]);

        ConvolutionOpsTests.Close([0, 1, 0, 1, 0, 0], graph.Run("y", ("x", Tensors.Of([1f, 0f, 0f, 0f, 0f, 1f], 2, 3))).Values<float>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Space_in_batches_comes_back(bool blockIsKnown)
    {
        float[] image = ConvolutionOpsTests.Numbers(2 * 3 * 4 * 2, 1);
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 2);
        graph = blockIsKnown ? graph.Const("block", Tensors.Of([2, 3], 2)) : graph.Input("block", DType.Int32, 2);
        graph.Const("pads", Tensors.Of([1, 0, 0, 2], 2, 2)).Node("s", "SpaceToBatchND", ["x", "block", "pads"]).Node("y", "BatchToSpaceND", ["s", "block", "pads"]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["s", "y"], ("x", Tensors.Of(image, 2, 3, 4, 2)), ("block", Tensors.Of([2, 3], 2)));

        Assert.Equal([12L, 2, 2, 2], results[0].Shape);
        Assert.Equal(image, results[1].Values<float>());
    }

    [Fact]
    public void Patches_lie_side_by_side_row_by_row()
    {
        float[] image = [.. Enumerable.Range(0, 16).Select(i => (float)i)];
        var attributes = new Dictionary<string, AttrValue> { ["ksizes"] = Ints(1, 2, 2, 1), ["strides"] = Ints(1, 2, 1, 1), ["rates"] = Ints(1, 2, 1, 1), ["padding"] = Text("SAME") };

        ConstantTensor result = new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 1).Node("y", "ExtractImagePatches", ["x"], attributes)
            .Run("y", ("x", Tensors.Of(image, 1, 4, 4, 1)));

        // Rows 0 and 2 of a window whose rows are two apart; one column of padding behind.
        Assert.Equal([1L, 2, 4, 4], result.Shape);
        Assert.Equal([0f, 1, 8, 9], result.Values<float>()[..4]);
        Assert.Equal([11f, 0, 0, 0], result.Values<float>()[28..]);
    }

    [Fact]
    public void A_dilation_takes_the_largest_sum()
    {
        var attributes = new Dictionary<string, AttrValue> { ["strides"] = Ints(1, 1, 1, 1), ["rates"] = Ints(1, 1, 1, 1), ["padding"] = Text("SAME") };

        float[] result = new SmallGraph().Input("x", DType.Float32, 1, 1, -1, 1).Const("f", Tensors.Of([0f, 5f], 1, 2, 1)).Node("y", "Dilation2D", ["x", "f"], attributes)
            .Run("y", ("x", Tensors.Of([-9f, 1f, -2f], 1, 1, 3, 1))).Values<float>();

        Assert.Equal([6f, 3f, -2f], result);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fake_quantization_moves_the_range_so_that_zero_is_a_step(bool narrow)
    {
        // Range [-0.1, 2.45] with 255 steps of 0.01: zero is the tenth, so nothing moves.
        var attributes = new Dictionary<string, AttrValue> { ["min"] = Float(-0.1f), ["max"] = Float(narrow ? 2.44f : 2.45f), ["narrow_range"] = Bool(narrow) };

        float[] result = new SmallGraph().Input("x", DType.Float32, -1).Node("y", "FakeQuantWithMinMaxArgs", ["x"], attributes)
            .Run("y", ("x", Tensors.Of([-1f, 0f, 0.014f, 0.016f, 9f], 5))).Values<float>();

        ConvolutionOpsTests.Close([-0.1f, 0, 0.01f, 0.02f, narrow ? 2.44f : 2.45f], result);
    }

    private static float[] Crop(string method, float[] box, int height, int width)
    {
        float[] image = [0, 1, 2, 3, 4, 5, 6, 7, 8];
        var attributes = new Dictionary<string, AttrValue> { ["method"] = Text(method), ["extrapolation_value"] = Float(-7) };
        return new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 1).Input("boxes", DType.Float32, -1, 4).Const("images", Tensors.Of([0], 1)).Const("size", Tensors.Of([height, width], 2))
            .Node("y", "CropAndResize", ["x", "boxes", "images", "size"], attributes, [DType.Float32])
            .Run("y", ("x", Tensors.Of(image, 1, 3, 3, 1)), ("boxes", Tensors.Of(box, 1, 4))).Values<float>();
    }

    private static SmallGraph Suppression(string op, DType[] outputs, Dictionary<string, AttrValue>? attributes = null) => new SmallGraph()
        .Input("boxes", DType.Float32, -1, 4).Input("scores", DType.Float32, -1).Input("least", DType.Float32, []).Const("most", Tensors.Scalar(3)).Const("overlap", Tensors.Scalar(0.5f))
        .Node("y", op, ["boxes", "scores", "most", "overlap", "least"], attributes, outputs);

    private static (string Name, ConstantTensor Value)[] Inputs(float[] boxes, float[] scores, float least) =>
        [("boxes", Tensors.Of(boxes, scores.Length, 4)), ("scores", Tensors.Of(scores, scores.Length)), ("least", Tensors.Scalar(least))];
}
