using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Tests;

/// <summary>What recurrent layers do to sequences before and behind them is not done where it need not be.</summary>
public sealed class SequenceSimplificationTests
{
    [Fact]
    public void Rows_are_looked_up_in_the_order_in_which_they_are_read()
    {
        SmallGraph graph = Rows([1, 0, 2]);

        Assert.Equal(["Transpose", "Gather"], OnnxOps.Of(graph.Translate("y")));
        Assert.Equal([10f, 11, 30, 31, 20, 21, 10, 11], Run(graph).Values<float>());
        Assert.Equal([2, 2, 2], Run(graph).Shape);
    }

    [Theory]
    [InlineData(0, 2, 1)]
    [InlineData(2, 1, 0)]
    public void Rows_whose_elements_move_are_put_in_order_afterwards(int first, int second, int third)
    {
        SmallGraph graph = Rows([first, second, third]);

        Assert.Equal("Transpose", OnnxOps.Of(graph.Translate("y"))[^1]);
    }

    [Fact]
    public void A_recurrent_op_does_not_keep_what_nobody_reads()
    {
        var scope = new OnnxScope();
        OnnxValue x = scope.Input("x", DType.Float32, [5, 2, 3]);
        OnnxValue w = scope.Constant(Tensors.Of(new float[24], 1, 8, 3)), r = scope.Constant(Tensors.Of(new float[16], 1, 8, 2));
        OnnxValue[] made = scope.NodeOutputs("LSTM", [x, w, r], 3, new OnnxAttributes { ["hidden_size"] = 2L });

        Assert.Equal(["", "last"], OnnxModelWriter.Write(scope, [made[1]], ["last"], "test").Model.Graph.Node[0].Output);
    }

    /// <summary>Rows of a table [4, 2] with the numbers [batch, 2], transposed.</summary>
    private static SmallGraph Rows(int[] perm) => new SmallGraph().Input("ids", DType.Int32, -1, 2)
        .Const("table", Tensors.Of([0f, 1, 10, 11, 20, 21, 30, 31], 4, 2)).Const("axis", Tensors.Scalar(0)).Const("perm", Tensors.Of(perm, 3))
        .Node("rows", "GatherV2", ["table", "ids", "axis"]).Node("y", "Transpose", ["rows", "perm"]);

    private static SavedModel.Graph.ConstantTensor Run(SmallGraph graph) => graph.Run("y", ("ids", Tensors.Of([1, 2, 3, 1], 2, 2)));
}
