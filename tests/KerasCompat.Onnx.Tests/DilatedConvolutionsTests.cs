using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

public sealed class DilatedConvolutionsTests
{
    [Fact]
    public void A_convolution_of_space_in_batches_is_one_with_dilations()
    {
        float[] image = ConvolutionOpsTests.Numbers(7 * 7, 1), filter = ConvolutionOpsTests.Numbers(9, 2);
        SmallGraph graph = Graph(pads: [2, 3, 2, 3], crops: [0, 1, 0, 1], filter);

        Assert.DoesNotContain(Programs.Nodes(graph.Translate("y")), n => n.OpType == "Reshape");
        ConvolutionOpsTests.Close(
            new NaiveConvolution(1, 2, true).Convolve(image, 7, 7, 1, filter, 3, 1), graph.Run("y", ("x", Tensors.Of(image, 1, 7, 7, 1))).Values<float>());
    }

    [Fact]
    public void Crops_that_exceed_the_padding_cut_the_image()
    {
        float[] image = ConvolutionOpsTests.Numbers(8 * 8, 1), filter = ConvolutionOpsTests.Numbers(9, 2);

        float[] result = Graph(pads: [0, 0, 0, 0], crops: [1, 0, 0, 2], filter).Run("y", ("x", Tensors.Of(image, 1, 8, 8, 1))).Values<float>();

        float[] whole = new NaiveConvolution(1, 2, false).Convolve(image, 8, 8, 1, filter, 3, 1);
        ConvolutionOpsTests.Close([.. Enumerable.Range(1, 3).SelectMany(y => whole[(y * 4)..((y * 4) + 2)])], result);
    }

    [Fact]
    public void A_convolution_that_is_read_by_others_too_stays_as_it_is()
    {
        float[] image = ConvolutionOpsTests.Numbers(8 * 8, 1), filter = ConvolutionOpsTests.Numbers(9, 2);
        SmallGraph graph = Graph(pads: [0, 0, 0, 0], crops: [0, 0, 0, 0], filter);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["y", "c"], ("x", Tensors.Of(image, 1, 8, 8, 1)));

        ConvolutionOpsTests.Close(new NaiveConvolution(1, 2, false).Convolve(image, 8, 8, 1, filter, 3, 1), results[0].Values<float>());
        Assert.Equal([4L, 2, 2, 1], results[1].Shape);
    }

    private static SmallGraph Graph(int[] pads, int[] crops, float[] filter) => new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 1)
        .Const("block", Tensors.Of([2, 2], 2)).Const("pads", Tensors.Of(pads, 2, 2)).Const("crops", Tensors.Of(crops, 2, 2)).Const("w", Tensors.Of(filter, 3, 3, 1, 1))
        .Node("s", "SpaceToBatchND", ["x", "block", "pads"]).Node("c", "Conv2D", ["s", "w"], ConvolutionOpsTests.Window(1, 1, "VALID", DType.Float32))
        .Node("y", "BatchToSpaceND", ["c", "block", "crops"]);
}
