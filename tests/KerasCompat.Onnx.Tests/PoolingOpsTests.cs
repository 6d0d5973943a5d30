using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.Onnx.Tests.SmallGraph;

namespace KerasCompat.Onnx.Tests;

public sealed class PoolingOpsTests
{
    [Theory]
    [InlineData(7, 3, 2, true, true)]
    [InlineData(7, 3, 2, true, false)]
    [InlineData(6, 2, 2, false, false)]
    [InlineData(6, 2, 3, true, false)]
    [InlineData(5, 3, 1, true, false)]
    public void Padding_counts_neither_for_the_maximum_nor_for_the_average(int size, int kernel, int stride, bool same, bool known)
    {
        var naive = new NaiveConvolution(stride, 1, same);
        float[] image = [.. ConvolutionOpsTests.Numbers(size * size * 2, 1).Select(v => v - 9)];
        Dictionary<string, AttrValue> window = ConvolutionOpsTests.Window(stride, 1, same ? "SAME" : "VALID", DType.Float32);
        window["ksize"] = Ints(1, kernel, kernel, 1);
        var graph = new SmallGraph().Input("x", DType.Float32, known ? [-1, size, size, 2] : [-1, -1, -1, 2])
            .Node("max", "MaxPool", ["x"], window).Node("mean", "AvgPool", ["x"], window);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["max", "mean"], ("x", Tensors.Of(image, 1, size, size, 2)));

        ConvolutionOpsTests.Close(naive.Pool(image, size, size, 2, kernel, w => w.Max()), results[0].Values<float>());
        ConvolutionOpsTests.Close(naive.Pool(image, size, size, 2, kernel, w => w.Average()), results[1].Values<float>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Positions_of_maxima_count_with_the_channels_innermost(bool withBatch)
    {
        // Two images of 2 x 2 with two channels; the maxima lie at pixel 3 and 0, then at 1 and 2.
        float[] images = [0, 9, 1, 1, 2, 2, 9, 3, 0, 0, 9, 1, 2, 9, 3, 3];
        var window = new Dictionary<string, AttrValue>
        {
            ["ksize"] = Ints(1, 2, 2, 1),
            ["strides"] = Ints(1, 2, 2, 1),
            ["padding"] = Text("VALID"),
            ["include_batch_in_index"] = Bool(withBatch),
        };
        var graph = new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 2)
            .Node("y", "MaxPoolWithArgmax", ["x"], window, [DType.Float32, DType.Int64]);

        ConstantTensor positions = graph.Run("y:1", ("x", Tensors.Of(images, 2, 2, 2, 2)));

        long next = withBatch ? 8 : 0;
        Assert.Equal([6L, 1, next + 2, next + 5], positions.Values<long>());
    }

    [Fact]
    public void Channels_are_pooled_in_runs()
    {
        var window = new Dictionary<string, AttrValue> { ["ksize"] = Ints(1, 1, 1, 2), ["strides"] = Ints(1, 1, 1, 2), ["padding"] = Text("VALID") };

        float[] result = new SmallGraph().Input("x", DType.Float32, -1, 1, 1, 4).Node("y", "MaxPool", ["x"], window)
            .Run("y", ("x", Tensors.Of([1f, 5f, 7f, 3f], 1, 1, 1, 4))).Values<float>();

        Assert.Equal([5f, 7f], result);
    }

    [Theory]
    [InlineData("MaxPool", 0f)]
    [InlineData("AvgPool", -1.5f)]
    public void Zeros_that_were_padded_before_a_pool_count(string op, float expected)
    {
        var window = new Dictionary<string, AttrValue> { ["ksize"] = Ints(1, 2, 2, 1), ["strides"] = Ints(1, 2, 2, 1), ["padding"] = Text("VALID") };

        float[] result = new SmallGraph().Input("x", DType.Float32, -1, 1, 1, 1).Const("pads", Tensors.Of([0, 0, 1, 0, 1, 0, 0, 0], 4, 2))
            .Node("padded", "Pad", ["x", "pads"]).Node("y", op, ["padded"], window).Run("y", ("x", Tensors.Of([-6f], 1, 1, 1, 1))).Values<float>();

        Assert.Equal([expected], result);
    }
}
