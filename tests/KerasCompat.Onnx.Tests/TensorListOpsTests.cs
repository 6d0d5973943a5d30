using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;

namespace KerasCompat.Onnx.Tests;

/// <summary>Lists of tensors, outside of loops (tensorflow/core/kernels/list_kernels.cc).</summary>
public sealed class TensorListOpsTests
{
    private static readonly Dictionary<string, AttrValue> Float = new() { ["element_dtype"] = SmallGraph.Type(DType.Float32), ["shape_type"] = SmallGraph.Type(DType.Int32) };

    [Fact]
    public void Elements_may_be_set_in_any_order_and_the_rest_are_zeros()
    {
        SmallGraph graph = Rows().Const("three", Tensors.Scalar(3)).Const("at", Tensors.Scalar(2))
            .Node("list", "TensorListReserve", ["row", "three"], Float)
            .Node("set", "TensorListSetItem", ["list", "at", "x"], Float)
            .Node("y", "TensorListStack", ["set", "row"], Float);

        Assert.Equal([0f, 0f, 0f, 0f, 1f, 2f], Run(graph, "y"));
    }

    [Fact]
    public void A_list_that_may_grow_grows_up_to_the_element_that_is_set()
    {
        SmallGraph graph = Rows().Const("one", Tensors.Scalar(1)).Input("at", DType.Int32)
            .Node("list", "TensorListReserve", ["row", "one"], Float)
            .Node("set", "TensorListSetItem", ["list", "at", "x"], new(Float) { ["resize_if_index_out_of_bounds"] = SmallGraph.Bool(true) })
            .Node("length", "TensorListLength", ["set"]);

        Assert.Equal([3], graph.Run("length", ("x", Row()), ("at", Tensors.Scalar(2))).Values<int>());
    }

    [Fact]
    public void An_element_whose_rank_shows_at_run_time_is_pushed_behind_those_that_were_reserved()
    {
        // given
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, null).Const("row", Tensors.Of([2], 1)).Const("one", Tensors.Scalar(1))
            .Node("list", "TensorListReserve", ["row", "one"], Float)
            .Node("pushed", "TensorListPushBack", ["list", "x"], Float)
            .Node("y", "TensorListStack", ["pushed", "row"], Float);

        // when
        float[] result = Run(graph, "y");

        // then
        Assert.Equal([0f, 0f, 1f, 2f], result);
    }

    [Fact]
    public void Elements_are_pushed_and_popped_at_the_end()
    {
        SmallGraph graph = Pushed()
            .Node("pop", "TensorListPopBack", ["second", "row"], Float)
            .Node("rest", "TensorListLength", ["pop"]);

        Assert.Equal([2f, 4f], Run(graph, "pop:1"));
        Assert.Equal([1], graph.Run("rest", ("x", Row())).Values<int>());
    }

    [Fact]
    public void Elements_are_gathered_and_read()
    {
        SmallGraph graph = Pushed().Const("picks", Tensors.Of([1, 0, 1], 3)).Const("at", Tensors.Scalar(0))
            .Node("gathered", "TensorListGather", ["second", "picks", "row"], Float)
            .Node("read", "TensorListGetItem", ["second", "at", "row"], Float);

        Assert.Equal([2f, 4f, 1f, 2f, 2f, 4f], Run(graph, "gathered"));
        Assert.Equal([1f, 2f], Run(graph, "read"));
    }

    [Theory]
    [InlineData(1, new[] { 1f, 2f })]
    [InlineData(3, new[] { 1f, 2f, 2f, 4f, 0f, 0f })]
    public void A_list_is_cut_or_filled_with_zeros_when_resized(int size, float[] expected)
    {
        SmallGraph graph = Pushed().Input("size", DType.Int32)
            .Node("resized", "TensorListResize", ["second", "size"], Float)
            .Node("y", "TensorListStack", ["resized", "row"], Float);

        Assert.Equal(expected, graph.Run("y", ("x", Row()), ("size", Tensors.Scalar(size))).Values<float>());
    }

    [Fact]
    public void Elements_are_joined_along_their_first_dimension()
    {
        SmallGraph graph = Pushed().Node("joined", "TensorListConcatV2", ["second", "row", "picks"], Float).Const("picks", Tensors.Of(Array.Empty<long>(), 0));

        Assert.Equal([1f, 2f, 2f, 4f], Run(graph, "joined"));
        Assert.Equal([2L, 2L], graph.Run("joined:1", ("x", Row())).Values<long>());
    }

    [Fact]
    public void A_tensor_is_split_into_elements_of_different_lengths_and_joined_again()
    {
        SmallGraph graph = Rows().Const("lengths", Tensors.Of([1L, 2L], 2)).Const("twice", Tensors.Of([1f, 2f, 3f], 3)).Const("at", Tensors.Scalar(1))
            .Node("list", "TensorListSplit", ["twice", "row", "lengths"], Float)
            .Node("read", "TensorListGetItem", ["list", "at", "row"], Float)
            .Node("joined", "TensorListConcatV2", ["list", "row", "lengths"], Float);

        Assert.Equal([2f, 3f], Run(graph, "read"));
        Assert.Equal([1f, 2f, 3f], Run(graph, "joined"));
    }

    [Fact]
    public void Elements_are_scattered()
    {
        SmallGraph graph = Rows().Const("rows", Tensors.Of([1f, 2f, 3f, 4f], 2, 2)).Const("places", Tensors.Of([2, 0], 2)).Const("four", Tensors.Scalar(4))
            .Node("list", "TensorListScatterV2", ["rows", "places", "row", "four"], Float)
            .Node("y", "TensorListStack", ["list", "row"], Float);

        Assert.Equal([3f, 4f, 0f, 0f, 1f, 2f, 0f, 0f], Run(graph, "y"));
    }

    [Fact]
    public void Lists_are_joined_and_tell_the_shape_of_their_elements()
    {
        SmallGraph graph = Pushed()
            .Node("both", "TensorListConcatLists", ["second", "first"], Float)
            .Node("y", "TensorListStack", ["both", "row"], Float)
            .Node("shape", "TensorListElementShape", ["both"], Float);

        Assert.Equal([1f, 2f, 2f, 4f, 1f, 2f], Run(graph, "y"));
        Assert.Equal([2], graph.Run("shape", ("x", Row())).Values<int>());
    }

    [Fact]
    public void An_optional_value_is_unpacked_while_translating()
    {
        SmallGraph graph = Rows()
            .Node("optional", "OptionalFromValue", ["x"], new() { ["Toutput_types"] = SmallGraph.Types(DType.Float32) })
            .Node("y", "OptionalGetValue", ["optional"], new() { ["output_types"] = SmallGraph.Types(DType.Float32) })
            .Node("has", "OptionalHasValue", ["optional"]);

        Assert.Equal([1f, 2f], Run(graph, "y"));
        Assert.Equal([true], graph.Run("has", ("x", Row())).Values<bool>());
    }

    private static SmallGraph Rows() => new SmallGraph().Input("x", DType.Float32, -1).Const("row", Tensors.Of([-1], 1));

    /// <summary>A list of x and 2 x.</summary>
    private static SmallGraph Pushed() => Rows().Const("none", Tensors.Scalar(-1))
        .Node("twice", "AddV2", ["x", "x"], new() { ["T"] = SmallGraph.Type(DType.Float32) })
        .Node("empty", "EmptyTensorList", ["row", "none"], Float)
        .Node("first", "TensorListPushBack", ["empty", "x"], Float)
        .Node("second", "TensorListPushBack", ["first", "twice"], Float);

    private static ConstantTensor Row() => Tensors.Of([1f, 2f], 2);

    private static float[] Run(SmallGraph graph, string output) => graph.Run(output, ("x", Row())).Values<float>();
}
