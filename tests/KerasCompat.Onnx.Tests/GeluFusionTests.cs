using KerasCompat.Contracts;

namespace KerasCompat.Onnx.Tests;

public sealed class GeluFusionTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void The_approximated_gelu_is_one_node_however_it_is_spelled(bool powerIsPow, bool halfComesFirst)
    {
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, -1).Const("half", Tensors.Scalar(0.5f)).Const("one", Tensors.Scalar(1f)).Const("three", Tensors.Scalar(3f))
            .Const("a", Tensors.Scalar(0.044715f)).Const("b", Tensors.Scalar(0.7978845608f));
        graph = powerIsPow
            ? graph.Node("cube", "Pow", ["x", "three"])
            : graph.Node("square", "Mul", ["x", "x"]).Node("cube", "Mul", ["square", "x"]);
        graph.Node("m", "Mul", ["a", "cube"]).Node("s", "AddV2", ["x", "m"]).Node("inner", "Mul", ["b", "s"]).Node("t", "Tanh", ["inner"]).Node("p", "AddV2", ["one", "t"]);
        graph = halfComesFirst
            ? graph.Node("h", "Mul", ["half", "x"]).Node("y", "Mul", ["h", "p"])
            : graph.Node("h", "Mul", ["half", "p"]).Node("y", "Mul", ["x", "h"]);

        Assert.Equal(["FastGelu"], Programs.Nodes(graph.Translate("y")).Select(n => n.OpType));
        ConvolutionOpsTests.Close([-0.158808f, 0, 1.954598f], graph.Run("y", ("x", Tensors.Of([-1f, 0f, 2f], 3))).Values<float>());
    }
}
