using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

public sealed class GatherOpsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 1)]
    [InlineData(0, -1)]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(-1, 2)]
    [InlineData(2, 2)]
    public void Gather_takes_along_any_axis_behind_the_batch(int batch, int axis)
    {
        int[] data = [.. Enumerable.Range(0, 24)], indices = [1, 0, 1, 1, 0, 0];
        var graph = new SmallGraph().Input("x", DType.Int32, -1, -1, -1).Input("i", DType.Int32, -1, -1).Const("axis", Tensors.Scalar(axis))
            .Node("y", "GatherV2", ["x", "i", "axis"], new() { ["batch_dims"] = SmallGraph.Int(batch) });

        ConstantTensor result = graph.Run("y", ("x", Tensors.Of(data, 2, 3, 4)), ("i", Tensors.Of(indices, 2, 3)));

        int leading = batch < 0 ? batch + 2 : batch, at = axis < 0 ? axis + 3 : axis;
        (long[] shape, int[] expected) = Naive([2, 3, 4], data, [2, 3], indices, at, leading);
        Assert.Equal(shape, result.Shape);
        Assert.Equal(expected, result.Values<int>());
    }

    [Fact]
    public void A_position_of_no_numbers_is_the_whole_tensor()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Input("i", DType.Int32, -1, 0).Node("y", "GatherNd", ["x", "i"]);

        Assert.Equal([1f, 2, 1, 2], graph.Run("y", ("x", Tensors.Of([1f, 2], 2)), ("i", Tensors.Of(Array.Empty<int>(), 2, 0))).Values<float>());
    }

    [Fact]
    public void Updates_of_the_same_place_add_up()
    {
        var graph = new SmallGraph().Input("i", DType.Int32, -1, 2).Input("u", DType.Float32, -1).Const("shape", Tensors.Of([2, 2], 2)).Node("y", "ScatterNd", ["i", "u", "shape"]);

        float[] result = graph.Run("y", ("i", Tensors.Of([0, 1, 0, 1, 1, 0], 3, 2)), ("u", Tensors.Of([1f, 2, 3], 3))).Values<float>();

        Assert.Equal([0f, 3, 3, 0], result);
    }

    [Theory]
    [InlineData("TensorScatterAdd", new[] { 13, 20, 34 })]
    [InlineData("TensorScatterSub", new[] { 7, 20, 26 })]
    [InlineData("TensorScatterMax", new[] { 10, 20, 30 })]
    [InlineData("TensorScatterMin", new[] { 1, 20, 4 })]
    public void Updates_combine_with_what_is_there(string op, int[] expected)
    {
        foreach (long depth in (long[])[1, -1])
        {
            var graph = new SmallGraph().Input("x", DType.Int32, -1).Input("i", DType.Int64, -1, depth).Input("u", DType.Int32, -1).Node("y", op, ["x", "i", "u"]);

            int[] result = graph.Run("y", ("x", Tensors.Of([10, 20, 30], 3)), ("i", Tensors.Of([0L, 2, 0], 3, 1)), ("u", Tensors.Of([1, 4, 2], 3))).Values<int>();

            Assert.Equal(expected, result);
        }
    }

    [Fact]
    public void Partitions_are_stitched_together_again()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1, 2).Input("p", DType.Int32, -1).Input("n", DType.Int32, -1)
            .Node("parts", "DynamicPartition", ["x", "p"], new() { ["num_partitions"] = SmallGraph.Int(2) }, [DType.Float32, DType.Float32])
            .Node("places", "DynamicPartition", ["n", "p"], new() { ["num_partitions"] = SmallGraph.Int(2) })
            .Node("y", "DynamicStitch", ["places:0", "places:1", "parts:0", "parts:1"]);
        float[] data = [1f, 2, 3, 4, 5, 6];

        float[] result = graph.Run("y", ("x", Tensors.Of(data, 3, 2)), ("p", Tensors.Of([1, 0, 1], 3)), ("n", Tensors.Of([0, 1, 2], 3))).Values<float>();

        Assert.Equal(data, result);
    }

    [Fact]
    public void Unique_keeps_the_order_of_first_occurrence()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1).Node("y", "UniqueWithCounts", ["x"], outputs: [DType.Int32, DType.Int32, DType.Int32]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["y:0", "y:1", "y:2"], ("x", Tensors.Of([5, 3, 5, 9, 3], 5)));

        Assert.Equal([5, 3, 9], results[0].Values<int>());
        Assert.Equal([0, 1, 0, 2, 1], results[1].Values<int>());
        Assert.Equal([2, 2, 1], results[2].Values<int>());
    }

    [Fact]
    public void The_difference_of_lists_keeps_order_and_repetitions()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1).Input("z", DType.Int32, -1).Node("y", "ListDiff", ["x", "z"], outputs: [DType.Int32, DType.Int32]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["y:0", "y:1"], ("x", Tensors.Of([1, 2, 3, 2, 5], 5)), ("z", Tensors.Of([1, 5], 2)));
        IReadOnlyList<ConstantTensor> nothing = graph.RunAll(["y:0", "y:1"], ("x", Tensors.Of([1, 2], 2)), ("z", Tensors.Of(Array.Empty<int>(), 0)));

        Assert.Equal([2, 3, 2], results[0].Values<int>());
        Assert.Equal([1, 2, 3], results[1].Values<int>());
        Assert.Equal([1, 2], nothing[0].Values<int>());
    }

    private static (long[] Shape, int[] Values) Naive(int[] shape, int[] data, int[] indexShape, int[] indices, int axis, int batch)
    {
        int Product(IEnumerable<int> sizes) => sizes.Aggregate(1, (p, d) => p * d);
        int outer = Product(shape[..batch]), between = Product(shape[batch..axis]), size = shape[axis], inner = Product(shape[(axis + 1)..]);
        int picks = Product(indexShape[batch..]);
        var result = new List<int>();
        for (int b = 0; b < outer; b++)
        {
            for (int m = 0; m < between; m++)
            {
                for (int p = 0; p < picks; p++)
                {
                    for (int k = 0; k < inner; k++)
                    {
                        result.Add(data[((((b * between) + m) * size) + indices[(b * picks) + p]) * inner + k]);
                    }
                }
            }
        }

        return ([.. shape[..axis].Concat(indexShape[batch..]).Concat(shape[(axis + 1)..]).Select(d => (long)d)], [.. result]);
    }
}
