using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

public sealed class StridedSliceOpsTests
{
    private const int Large = 99;

    /// <summary>begin, end, strides, begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask; expected shape and elements of an array 0 ... 11 of shape [3, 4].</summary>
    public static TheoryData<string, int[], int[], int[], int[], long[], int[]> Cases => new()
    {
        { "x[1:3]", [1], [3], [1], [0, 0, 0, 0, 0], [2, 4], [4, 5, 6, 7, 8, 9, 10, 11] },
        { "x[-1]", [-1], [0], [1], [0, 0, 0, 0, 1], [4], [8, 9, 10, 11] },
        { "x[::-1]", [0], [0], [-1], [1, 1, 0, 0, 0], [3, 4], [8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3] },
        { "x[..., -1]", [0, -1], [0, 0], [1, 1], [0, 0, 1, 0, 2], [3], [3, 7, 11] },
        { "x[..., 1:3]", [0, 1], [0, 3], [1, 1], [0, 0, 1, 0, 0], [3, 2], [1, 2, 5, 6, 9, 10] },
        { "x[:, newaxis, 1]", [0, 0, 1], [0, 0, 2], [1, 1, 1], [1, 1, 0, 2, 4], [3, 1], [1, 5, 9] },
        { "x[newaxis, ..., newaxis]", [0, 0, 0], [0, 0, 0], [1, 1, 1], [0, 0, 2, 5, 0], [1, 3, 4, 1], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
        { "x[0, 1]", [0, 1], [1, 2], [1, 1], [0, 0, 0, 0, 3], [], [1] },
        { "x[2:0:-1, ::2]", [2, 0], [0, 0], [-1, 2], [2, 2, 0, 0, 0], [2, 2], [8, 10, 4, 6] },
        { "x[1:99]", [1], [Large], [1], [0, 0, 0, 0, 0], [2, 4], [4, 5, 6, 7, 8, 9, 10, 11] },
        { "x[-99::-1]", [-Large], [0], [-1], [0, 1, 0, 0, 0], [0, 4], [] },
        { "x[5:]", [5], [0], [1], [0, 1, 0, 0, 0], [0, 4], [] },
        { "x[1, ::-2]", [1, 0], [2, 0], [1, -2], [2, 2, 0, 0, 1], [2], [7, 5] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_strided_slice_takes_what_Python_takes(string slice, int[] begin, int[] end, int[] strides, int[] masks, long[] shape, int[] elements)
    {
        ConstantTensor result = Graph(strides, masks, [3, 4], begin, end).Run("y", ("x", Twelve()));

        Assert.Equal(shape, result.Shape);
        Assert.True(elements.AsSpan().SequenceEqual(result.AsSpan<int>()), slice);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sizes_unknown_while_translating_change_nothing(string slice, int[] begin, int[] end, int[] strides, int[] masks, long[] shape, int[] elements)
    {
        ConstantTensor result = Graph(strides, masks, [-1, -1], begin, end).Run("y", ("x", Twelve()));

        Assert.Equal(shape, result.Shape);
        Assert.True(elements.AsSpan().SequenceEqual(result.AsSpan<int>()), slice);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bounds_computed_at_run_time_change_nothing(string slice, int[] begin, int[] end, int[] strides, int[] masks, long[] shape, int[] elements)
    {
        if (begin[0] == -Large)
        {
            return;
        }

        SmallGraph graph = Graph(strides, masks, [3, 4]);
        ConstantTensor result = graph.Run("y", ("x", Twelve()), ("begin", Tensors.Of(begin, begin.Length)), ("end", Tensors.Of(end, end.Length)));

        Assert.Equal(shape, result.Shape);
        Assert.True(elements.AsSpan().SequenceEqual(result.AsSpan<int>()), slice);
    }

    [Fact]
    public void A_rank_unknown_while_translating_is_counted_from_behind_the_ellipsis()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, null);
        AddSlice(graph, [1, 1], [0, 0, 1, 0, 2], [0, -1], [0, 0]);

        int[] result = graph.Run("y", ("x", Twelve())).Values<int>();

        Assert.Equal([3, 7, 11], result);
    }

    [Fact]
    public void Slice_takes_sizes_and_minus_one_takes_the_rest()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1, -1)
            .Const("begin", Tensors.Of([1, 1], 2)).Const("size", Tensors.Of([-1, 2], 2))
            .Node("y", "Slice", ["x", "begin", "size"]);

        ConstantTensor result = graph.Run("y", ("x", Twelve()));

        Assert.Equal([2L, 2], result.Shape);
        Assert.Equal([5, 6, 9, 10], result.Values<int>());
    }

    private static ConstantTensor Twelve() => Tensors.Of([.. Enumerable.Range(0, 12)], 3, 4);

    private static SmallGraph Graph(int[] strides, int[] masks, long[] shape, int[]? begin = null, int[]? end = null)
    {
        var graph = new SmallGraph().Input("x", DType.Int32, shape);
        AddSlice(graph, strides, masks, begin, end);
        return graph;
    }

    private static void AddSlice(SmallGraph graph, int[] strides, int[] masks, int[]? begin, int[]? end)
    {
        if (begin is not null && end is not null)
        {
            graph.Const("begin", Tensors.Of(begin, begin.Length)).Const("end", Tensors.Of(end, end.Length));
        }
        else
        {
            graph.Input("begin", DType.Int32, strides.Length).Input("end", DType.Int32, strides.Length);
        }

        string[] names = ["begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask"];
        Dictionary<string, AttrValue> attributes = names.Select((name, i) => (name, i)).ToDictionary(m => m.name, m => SmallGraph.Int(masks[m.i]));
        graph.Const("strides", Tensors.Of(strides, strides.Length)).Node("y", "StridedSlice", ["x", "begin", "end", "strides"], attributes);
    }
}
