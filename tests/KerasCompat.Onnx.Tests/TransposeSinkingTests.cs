using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.Onnx.Tests.SmallGraph;

namespace KerasCompat.Onnx.Tests;

/// <summary>Images are transposed once on the way in and once on the way out, whatever lies between the convolutions.</summary>
public sealed class TransposeSinkingTests
{
    [Fact]
    public void Squeeze_and_excitation_needs_no_transposes()
    {
        // keras/applications/efficientnet.py: mean, reshape, two convolutions, product.
        SmallGraph graph = Image(8).Const("reduce", Tensors.Of([1, 2], 2)).Const("single", Tensors.Of([-1, 1, 1, 8], 4))
            .Node("c", "Conv2D", ["x", "w"], Window())
            .Node("mean", "Mean", ["c", "reduce"], new() { ["keep_dims"] = Bool(false) })
            .Node("single_pixel", "Reshape", ["mean", "single"])
            .Node("squeezed", "Conv2D", ["single_pixel", "w"], Window()).Node("sigmoid", "Sigmoid", ["squeezed"]).Node("swish", "Mul", ["sigmoid", "squeezed"])
            .Node("excited", "Conv2D", ["swish", "w"], Window()).Node("gate", "Sigmoid", ["excited"])
            .Node("scaled", "Mul", ["c", "gate"]).Node("y", "Conv2D", ["scaled", "w"], Window());

        Assert.Equal(2, Transposes(graph));
    }

    [Fact]
    public void Gates_of_dense_layers_need_no_transposes()
    {
        SmallGraph graph = Image(8).Const("reduce", Tensors.Of([1, 2], 2)).Const("single", Tensors.Of([-1, 1, 1, 8], 4)).Const("dense", Tensors.Of(ConvolutionOpsTests.Numbers(64, 2), 8, 8))
            .Node("c", "Conv2D", ["x", "w"], Window()).Node("mean", "Mean", ["c", "reduce"], new() { ["keep_dims"] = Bool(false) })
            .Node("gates", "MatMul", ["mean", "dense"]).Node("gate", "Sigmoid", ["gates"]).Node("single_pixel", "Reshape", ["gate", "single"])
            .Node("scaled", "Mul", ["c", "single_pixel"]).Node("y", "Conv2D", ["scaled", "w"], Window());

        Assert.Equal(2, Transposes(graph));
    }

    [Fact]
    public void Shifted_crops_and_pools_that_are_joined_need_no_transposes()
    {
        // keras/applications/nasnet.py, _adjust_block: the image and the image shifted by one, pooled and joined.
        Dictionary<string, AttrValue> pool = Window();
        pool["ksize"] = Ints(1, 1, 1, 1);
        SmallGraph graph = Image(8).Const("pads", Tensors.Of([0, 0, 0, 1, 0, 1, 0, 0], 4, 2)).Const("begin", Tensors.Of([0, 1, 1, 0], 4)).Const("size", Tensors.Of([-1, -1, -1, -1], 4)).Const("axis", Tensors.Scalar(3))
            .Node("c", "Conv2D", ["x", "w"], Window()).Node("r", "Relu", ["c"])
            .Node("padded", "Pad", ["r", "pads"]).Node("cropped", "Slice", ["padded", "begin", "size"])
            .Node("a", "AvgPool", ["r"], pool).Node("b", "AvgPool", ["cropped"], pool)
            .Node("joined", "ConcatV2", ["a", "b", "axis"]).Node("y", "Conv2D", ["joined", "v"], Window());

        Assert.Equal(2, Transposes(graph));
    }

    [Fact]
    public void Convolutions_of_sequences_need_one_squeeze()
    {
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, 8, 8).Const("axis", Tensors.Scalar(1)).Const("bias", Tensors.Of(ConvolutionOpsTests.Numbers(8, 2), 8)).Const("w", Tensors.Of(ConvolutionOpsTests.Numbers(64, 1), 1, 1, 8, 8))
            .Node("e1", "ExpandDims", ["x", "axis"]).Node("c1", "Conv2D", ["e1", "w"], Window()).Node("s1", "Squeeze", ["c1"], new() { ["squeeze_dims"] = Ints(1) })
            .Node("b1", "BiasAdd", ["s1", "bias"]).Node("r1", "Relu", ["b1"])
            .Node("e2", "ExpandDims", ["r1", "axis"]).Node("c2", "Conv2D", ["e2", "w"], Window()).Node("s2", "Squeeze", ["c2"], new() { ["squeeze_dims"] = Ints(1) })
            .Node("y", "BiasAdd", ["s2", "bias"]);

        Assert.Equal(["Unsqueeze", "Transpose", "Conv", "Add", "Relu", "Conv", "Add", "Transpose", "Squeeze"], Programs.Nodes(graph.Translate("y")).Select(n => n.OpType));
    }

    [Fact]
    public void A_flattened_pixel_needs_no_transpose()
    {
        SmallGraph graph = Image(8).Const("reduce", Tensors.Of([1, 2], 2)).Const("flat", Tensors.Of([-1, 8], 2))
            .Node("c", "Conv2D", ["x", "w"], Window()).Node("mean", "Mean", ["c", "reduce"], new() { ["keep_dims"] = Bool(true) }).Node("y", "Reshape", ["mean", "flat"]);

        Assert.Equal(1, Transposes(graph));
    }

    [Fact]
    public void Sizes_that_show_at_run_time_are_read_from_the_image_as_the_convolution_gives_it()
    {
        // given
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 2).Const("w", Tensors.Of([1f, 2, 3, 4, 5, 6], 1, 1, 2, 3))
            .Const("one", Tensors.Of([1], 1)).Const("three", Tensors.Of([3], 1)).Node("c", "Conv2D", ["x", "w"], Window())
            .Node("shape", "Shape", ["c"], new() { ["T"] = Type(DType.Float32), ["out_type"] = Type(DType.Int32) })
            .Node("y", "StridedSlice", ["shape", "one", "three", "one"], new() { ["T"] = Type(DType.Int32), ["Index"] = Type(DType.Int32) });

        // when
        int[] sizes = graph.Run("y", ("x", Tensors.Of(new float[60], 1, 5, 6, 2))).Values<int>();

        // then
        Assert.Equal([5, 6], sizes);
        Assert.Equal(1, Transposes(graph));
    }

    [Fact]
    public void The_mean_of_an_image_whose_size_shows_at_run_time_needs_no_transpose_behind_the_convolution()
    {
        // given
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 2).Const("w", Tensors.Of([1f, 2, 3, 4, 5, 6], 1, 1, 2, 3))
            .Const("space", Tensors.Of([1, 2], 2)).Node("c", "Conv2D", ["x", "w"], Window()).Node("y", "Mean", ["c", "space"], new() { ["T"] = Type(DType.Float32) });

        // when
        float[] mean = graph.Run("y", ("x", Tensors.Of([1f, 0, 3, 2], 1, 1, 2, 2))).Values<float>();

        // then
        Assert.Equal([6f, 9, 12], mean);
        Assert.Equal(1, Transposes(graph));
    }

    /// <summary>Dimensions of one size look the same in either order, and are not: 32 channels of 32 x 32 pixels, say.</summary>
    [Theory]
    [InlineData(4, 4)]
    [InlineData(4, 1)]
    [InlineData(1, 4)]
    public void What_is_added_to_an_image_of_as_many_channels_as_pixels_keeps_its_order(int height, int width)
    {
        float[] pixels = ConvolutionOpsTests.Numbers(height * width * 4, 3), other = ConvolutionOpsTests.Numbers(height * width * 4, 4), identity = [.. Enumerable.Range(0, 16).Select(i => i % 5 == 0 ? 1f : 0f)];
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, height, width, 4).Input("z", DType.Float32, -1, height, width, 4).Const("w", Tensors.Of(identity, 1, 1, 4, 4))
            .Node("c", "Conv2D", ["x", "w"], Window()).Node("y", "AddV2", ["c", "z"]);

        float[] sum = graph.Run("y", ("x", Tensors.Of(pixels, 1, height, width, 4)), ("z", Tensors.Of(other, 1, height, width, 4))).Values<float>();

        Assert.Equal(pixels.Zip(other, (a, b) => a + b), sum);
    }

    private static int Transposes(SmallGraph graph) => Programs.Nodes(graph.Translate("y")).Count(n => n.OpType == "Transpose");

    private static SmallGraph Image(int channels) => new SmallGraph().Input("x", DType.Float32, -1, 8, 8, channels)
        .Const("w", Tensors.Of(ConvolutionOpsTests.Numbers(channels * channels, 1), 1, 1, channels, channels))
        .Const("v", Tensors.Of(ConvolutionOpsTests.Numbers(channels * channels * 2, 1), 1, 1, channels * 2, channels));

    private static Dictionary<string, AttrValue> Window() => ConvolutionOpsTests.Window(1, 1, "SAME", DType.Float32);
}
