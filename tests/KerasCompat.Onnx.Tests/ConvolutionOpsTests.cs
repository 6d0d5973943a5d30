using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.Onnx.Tests.SmallGraph;

namespace KerasCompat.Onnx.Tests;

public sealed class ConvolutionOpsTests
{
    public static TheoryData<int, int, int, int, bool, bool> Windows()
    {
        var data = new TheoryData<int, int, int, int, bool, bool>();
        foreach (bool same in (bool[])[true, false])
        {
            foreach (bool known in (bool[])[true, false])
            {
                foreach ((int size, int kernel, int stride, int dilation) in ((int, int, int, int)[])
                    [(5, 3, 1, 1), (6, 3, 2, 1), (7, 3, 2, 1), (6, 2, 3, 1), (7, 2, 3, 1), (7, 1, 2, 1), (8, 3, 1, 2), (9, 5, 4, 1), (4, 4, 1, 1)])
                {
                    data.Add(size, kernel, stride, dilation, same, known);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void A_convolution_pads_and_strides_as_TensorFlow_does(int size, int kernel, int stride, int dilation, bool same, bool sizeIsKnown)
    {
        var naive = new NaiveConvolution(stride, dilation, same);
        float[] image = Numbers(size * (size + 1) * 2, 1), filter = Numbers(kernel * kernel * 2 * 3, 2);

        ConstantTensor result = Conv2D(image, size, size + 1, 2, filter, kernel, 2, 3, stride, dilation, same, sizeIsKnown);

        Close(naive.Convolve(image, size, size + 1, 2, filter, kernel, 3), result.Values<float>());
    }

    [Fact]
    public void A_filter_with_fewer_channels_than_the_image_makes_groups()
    {
        var naive = new NaiveConvolution(1, 1, true);
        float[] image = Numbers(5 * 6 * 4, 1), filter = Numbers(3 * 3 * 2 * 6, 2);

        ConstantTensor result = Conv2D(image, 5, 6, 4, filter, 3, 2, 6, 1, 1, true, true);

        Close(naive.Convolve(image, 5, 6, 4, filter, 3, 6), result.Values<float>());
    }

    [Fact]
    public void Half_precision_gives_half_precision()
    {
        Half[] image = [.. Numbers(16, 1).Select(v => (Half)v)], filter = [(Half)2];

        ConstantTensor result = new SmallGraph().Input("x", DType.Float16, 1, 4, 4, 1).Const("w", Tensors.Of(filter, 1, 1, 1, 1))
            .Node("y", "Conv2D", ["x", "w"], Window(1, 1, "SAME", DType.Float16)).Run("y", ("x", Tensors.Of(image, 1, 4, 4, 1)));

        Assert.Equal(DType.Float16, result.DType);
        Assert.Equal([.. image.Select(v => v * (Half)2)], result.Values<Half>());
    }

    [Fact]
    public void No_images_give_no_images()
    {
        ConstantTensor result = new SmallGraph().Input("x", DType.Float32, -1, 4, 4, 1).Const("w", Tensors.Of(Numbers(9, 1), 3, 3, 1, 1))
            .Node("y", "Conv2D", ["x", "w"], Window(1, 1, "SAME", DType.Float32)).Run("y", ("x", Tensors.Of<float>([], 0, 4, 4, 1)));

        Assert.Equal([0L, 4, 4, 1], result.Shape);
    }

    [Theory]
    [InlineData("NHWC")]
    [InlineData("NCHW")]
    public void Each_channel_of_a_depthwise_convolution_has_filters_of_its_own(string format)
    {
        // Two channels with two filters of one element each: output channel = input channel * 2 + filter.
        float[] image = format == "NHWC" ? [1, 10, 2, 20] : [1, 2, 10, 20];
        long[] shape = format == "NHWC" ? [1, 1, 2, 2] : [1, 2, 1, 2];
        Dictionary<string, AttrValue> window = Window(1, 1, "VALID", DType.Float32);
        window["data_format"] = Text(format);

        float[] result = new SmallGraph().Input("x", DType.Float32, shape).Const("w", Tensors.Of([1f, 2f, 3f, 4f], 1, 1, 2, 2))
            .Node("y", "DepthwiseConv2dNative", ["x", "w"], window).Run("y", ("x", Tensors.Of(image, shape))).Values<float>();

        float[] channelsLast = [1, 2, 30, 40, 2, 4, 60, 80];
        float[] channelsFirst = [1, 2, 2, 4, 30, 60, 40, 80];
        Assert.Equal(format == "NHWC" ? channelsLast : channelsFirst, result);
    }

    [Fact]
    public void Zero_padding_before_a_convolution_becomes_its_own()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 4, 4, 1)
            .Const("p", Tensors.Of([0, 0, 1, 0, 0, 2, 0, 0], 4, 2)).Const("w", Tensors.Of(Numbers(4, 1), 2, 2, 1, 1))
            .Node("padded", "Pad", ["x", "p"]).Node("y", "Conv2D", ["padded", "w"], Window(1, 1, "VALID", DType.Float32));

        Assert.DoesNotContain(Programs.Nodes(graph.Translate("y")), n => n.OpType == "Pad");
        Assert.Equal([1L, 4, 5, 1], graph.Run("y", ("x", Tensors.Of(Numbers(16, 1), 1, 4, 4, 1))).Shape);
    }

    [Fact]
    public void Convolutions_in_a_row_need_no_transposes_between_them()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 8, 8, 9)
            .Const("w", Tensors.Of(Numbers(81, 1), 3, 3, 9, 1)).Const("v", Tensors.Of(Numbers(2, 1), 1, 1, 1, 2)).Const("b", Tensors.Of([1f, 2f], 2))
            .Node("c", "Conv2D", ["x", "w"], Window(1, 1, "SAME", DType.Float32)).Node("r", "Relu", ["c"])
            .Node("d", "Conv2D", ["r", "v"], Window(1, 1, "SAME", DType.Float32)).Node("y", "BiasAdd", ["d", "b"]);

        Assert.Equal(2, Programs.Nodes(graph.Translate("y")).Count(n => n.OpType == "Transpose"));
    }

    internal static Dictionary<string, AttrValue> Window(int stride, int dilation, string padding, DType dtype) => new()
    {
        ["T"] = Type(dtype),
        ["strides"] = Ints(1, stride, stride, 1),
        ["dilations"] = Ints(1, dilation, dilation, 1),
        ["padding"] = Text(padding),
    };

    internal static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(-8, 9) / 4f)];
    }

    internal static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-4f);
        }
    }

    private static ConstantTensor Conv2D(
        float[] image, int height, int width, int channels, float[] filter, int kernel, int inputs, int outputs, int stride, int dilation, bool same, bool known)
    {
        long[] stated = known ? [-1, height, width, channels] : [-1, -1, -1, channels];
        return new SmallGraph().Input("x", DType.Float32, stated).Const("w", Tensors.Of(filter, kernel, kernel, inputs, outputs))
            .Node("y", "Conv2D", ["x", "w"], Window(stride, dilation, same ? "SAME" : "VALID", DType.Float32))
            .Run("y", ("x", Tensors.Of(image, 1, height, width, channels)));
    }
}
