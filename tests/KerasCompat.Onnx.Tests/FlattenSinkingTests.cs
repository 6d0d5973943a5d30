using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

/// <summary>Embeddings of single ids, as models of tables join them, are flattened together.</summary>
public sealed class FlattenSinkingTests
{
    [Fact]
    public void Rows_that_are_flattened_one_by_one_and_joined_are_joined_and_flattened_once()
    {
        SmallGraph graph = Rows().Node("y", "ConcatV2", ["a", "b", "axis"]);

        Assert.Equal(["Concat", "Reshape"], OpTypes(graph));
        Assert.Equal([1f, 2, 10, 20, 30, 3, 4, 40, 50, 60], Run(graph).Values<float>());
        Assert.Equal([2, 5], Run(graph).Shape);
    }

    [Fact]
    public void What_stands_between_and_beside_them_keeps_its_place()
    {
        SmallGraph graph = Rows().Node("y", "ConcatV2", ["z", "a", "b", "z", "a", "axis"]);

        Assert.Equal(["Concat", "Concat", "Reshape", "Reshape"], OpTypes(graph).Order());
        Assert.Equal([7f, 1, 2, 10, 20, 30, 7, 1, 2, 8, 3, 4, 40, 50, 60, 8, 3, 4], Run(graph).Values<float>());
    }

    [Fact]
    public void A_call_without_rows_gives_no_rows()
    {
        SmallGraph graph = Rows().Node("y", "ConcatV2", ["a", "b", "axis"]);

        ConstantTensor joined = graph.Run(
            "y", ("x1", Tensors.Of(Array.Empty<float>(), 0, 1, 2)), ("x2", Tensors.Of(Array.Empty<float>(), 0, 1, 3)), ("z", Tensors.Of(Array.Empty<float>(), 0, 1)));

        Assert.Equal([0, 5], joined.Shape);
    }

    [Fact]
    public void Rows_of_several_ids_are_flattened_one_by_one()
    {
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1, 2, 2).Const("axis", Tensors.Scalar(-1)).Const("flat", Tensors.Of([-1, 4], 2))
            .Node("negative", "Neg", ["x"])
            .Node("a", "Reshape", ["x", "flat"]).Node("b", "Reshape", ["negative", "flat"]).Node("y", "ConcatV2", ["a", "b", "axis"]);

        Assert.Equal([1f, 2, 3, 4, -1, -2, -3, -4], graph.Run("y", ("x", Tensors.Of([1f, 2, 3, 4], 1, 2, 2))).Values<float>());
    }

    private static SmallGraph Rows() => new SmallGraph()
        .Input("x1", DType.Float32, -1, 1, 2).Input("x2", DType.Float32, -1, 1, 3).Input("z", DType.Float32, -1, 1)
        .Const("axis", Tensors.Scalar(1)).Const("two", Tensors.Of([-1, 2], 2)).Const("three", Tensors.Of([-1, 3], 2))
        .Node("a", "Reshape", ["x1", "two"]).Node("b", "Reshape", ["x2", "three"]);

    private static IEnumerable<string> OpTypes(SmallGraph graph) => Programs.Nodes(graph.Translate("y")).Select(n => n.OpType);

    private static ConstantTensor Run(SmallGraph graph) => graph.Run(
        "y",
        ("x1", Tensors.Of([1f, 2, 3, 4], 2, 1, 2)),
        ("x2", Tensors.Of([10f, 20, 30, 40, 50, 60], 2, 1, 3)),
        ("z", Tensors.Of([7f, 8], 2, 1)));
}
