using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

/// <summary>The first convolution reads an image as it lies: its channels side by side in each pixel.</summary>
public sealed class InterleavedConvolutionTests
{
    private const int Height = 7, Width = 6;

    [Theory]
    [InlineData(2, 3, 1, true)]
    [InlineData(3, 3, 1, false)]
    [InlineData(3, 3, 2, true)]
    [InlineData(3, 2, 3, true)]
    [InlineData(4, 5, 4, true)]
    [InlineData(7, 1, 2, false)]
    public void An_image_of_few_channels_is_convolved_without_a_transpose(int channels, int kernel, int stride, bool same)
    {
        float[] image = ConvolutionOpsTests.Numbers(2 * Height * Width * channels, 1), filter = ConvolutionOpsTests.Numbers(kernel * kernel * channels * 5, 2);
        SmallGraph graph = Graph([-1, Height, Width, channels], Tensors.Of(filter, kernel, kernel, channels, 5), stride, 1, same);
        var naive = new NaiveConvolution(stride, 1, same);

        float[] result = graph.Run("y", ("x", Tensors.Of(image, 2, Height, Width, channels))).Values<float>();

        int one = image.Length / 2;
        ConvolutionOpsTests.Close(
            [.. naive.Convolve(image[..one], Height, Width, channels, filter, kernel, 5), .. naive.Convolve(image[one..], Height, Width, channels, filter, kernel, 5)], result);
        Assert.Equal(["Reshape", "Conv", "Transpose"], OnnxOps.Of(graph.Translate("y")));
    }

    [Fact]
    public void Zeros_around_the_image_are_as_many_times_more_elements_as_it_has_channels()
    {
        float[] image = ConvolutionOpsTests.Numbers(Height * Width * 3, 1), filter = ConvolutionOpsTests.Numbers(3 * 3 * 3 * 2, 2);
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, Height, Width, 3).Const("w", Tensors.Of(filter, 3, 3, 3, 2))
            .Const("p", Tensors.Of([0, 0, 0, 1, 2, 1, 0, 0], 4, 2)).Node("padded", "Pad", ["x", "p"])
            .Node("y", "Conv2D", ["padded", "w"], ConvolutionOpsTests.Window(2, 1, "VALID", DType.Float32));

        var padded = new float[(Height + 1) * (Width + 3) * 3];
        for (int y = 0; y < Height; y++)
        {
            image.AsSpan(y * Width * 3, Width * 3).CopyTo(padded.AsSpan(((y * (Width + 3)) + 2) * 3));
        }

        float[] expected = new NaiveConvolution(2, 1, false).Convolve(padded, Height + 1, Width + 3, 3, filter, 3, 2);

        ConvolutionOpsTests.Close(expected, graph.Run("y", ("x", Tensors.Of(image, 1, Height, Width, 3))).Values<float>());
        Assert.Equal(["Reshape", "Conv", "Transpose"], OnnxOps.Of(graph.Translate("y")));
    }

    [Fact]
    public void No_images_give_no_images() => Assert.Equal(
        [0L, Height, Width, 2],
        Graph([-1, Height, Width, 3], Tensors.Of(new float[54], 3, 3, 3, 2), 1, 1, true).Run("y", ("x", Tensors.Of<float>([], 0, Height, Width, 3))).Shape);

    [Theory]
    [InlineData(8, 8, 1, true)]
    [InlineData(3, 3, 2, true)]
    [InlineData(4, 2, 1, true)]
    [InlineData(3, 3, 1, false)]
    public void Many_channels_gaps_in_the_window_groups_and_unknown_sizes_need_the_channels_apart(int channels, int depth, int dilation, bool known)
    {
        SmallGraph graph = Graph([-1, known ? Height : -1, Width, channels], Tensors.Of(new float[9 * depth * 4], 3, 3, depth, 4), 1, dilation, false);

        Assert.Equal(["Transpose", "Conv", "Transpose"], OnnxOps.Of(graph.Translate("y")));
    }

    private static SmallGraph Graph(long[] shape, ConstantTensor filter, int stride, int dilation, bool same) => new SmallGraph().Input("x", DType.Float32, shape)
        .Const("w", filter).Node("y", "Conv2D", ["x", "w"], ConvolutionOpsTests.Window(stride, dilation, same ? "SAME" : "VALID", DType.Float32));
}
