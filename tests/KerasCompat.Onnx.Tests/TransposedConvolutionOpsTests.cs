using KerasCompat.Contracts;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

public sealed class TransposedConvolutionOpsTests
{
    [Theory]
    [InlineData(6, 3, 2, true)]
    [InlineData(5, 3, 2, true)]
    [InlineData(4, 3, 1, true)]
    [InlineData(6, 1, 2, true)]
    [InlineData(5, 1, 3, true)]
    [InlineData(7, 2, 3, true)]
    [InlineData(7, 3, 2, false)]
    [InlineData(8, 3, 2, false)]
    [InlineData(6, 4, 1, false)]
    public void Spreads_each_pixel_over_the_size_that_is_asked_for(int size, int kernel, int stride, bool same)
    {
        var forward = new NaiveConvolution(stride, 1, same);
        (int small, int before) = forward.Output(size, kernel);
        float[] image = ConvolutionOpsTests.Numbers(small * small, 1), filter = ConvolutionOpsTests.Numbers(kernel * kernel, 2);
        var expected = new float[size * size];
        for (int i = 0; i < image.Length; i++)
        {
            for (int f = 0; f < filter.Length; f++)
            {
                int y = (i / small * stride) - before + (f / kernel), x = (i % small * stride) - before + (f % kernel);
                if (y >= 0 && y < size && x >= 0 && x < size)
                {
                    expected[(y * size) + x] += image[i] * filter[f];
                }
            }
        }

        foreach (bool known in (bool[])[true, false])
        {
            Dictionary<string, AttrValue> window = ConvolutionOpsTests.Window(stride, 1, same ? "SAME" : "VALID", DType.Float32);
            var graph = new SmallGraph().Input("x", DType.Float32, known ? [1, small, small, 1] : [-1, -1, -1, 1]).Const("w", Tensors.Of(filter, kernel, kernel, 1, 1));
            graph = known ? graph.Const("s", Tensors.Of([1, size, size, 1], 4)) : graph.Input("s", DType.Int32, 4);
            graph.Node("y", "Conv2DBackpropInput", ["s", "w", "x"], window);

            float[] result = graph.Run("y", ("x", Tensors.Of(image, 1, small, small, 1)), ("s", Tensors.Of([1, size, size, 1], 4))).Values<float>();

            ConvolutionOpsTests.Close(expected, result);
        }
    }

    [Fact]
    public void A_size_that_is_a_multiple_of_an_unknown_one_needs_no_cutting()
    {
        // Keras' Conv2DTranspose with "same" padding: shape[1] * 2.
        var graph = new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 1).Const("w", Tensors.Of(ConvolutionOpsTests.Numbers(9, 1), 3, 3, 1, 1))
            .Node("shape", "Shape", ["x"], new() { ["T"] = SmallGraph.Type(DType.Float32), ["out_type"] = SmallGraph.Type(DType.Int32) })
            .Const("two", Tensors.Of([1, 2, 2, 1], 4)).Node("s", "Mul", ["shape", "two"], new() { ["T"] = SmallGraph.Type(DType.Int32) })
            .Node("y", "Conv2DBackpropInput", ["s", "w", "x"], ConvolutionOpsTests.Window(2, 1, "SAME", DType.Float32));

        Assert.DoesNotContain(Programs.Nodes(graph.Translate("y")), n => n.OpType == "Slice");
        Assert.Equal([1L, 6, 8, 1], graph.Run("y", ("x", Tensors.Of(ConvolutionOpsTests.Numbers(12, 3), 1, 3, 4, 1))).Shape);
    }
}
