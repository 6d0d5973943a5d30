using KerasCompat.Contracts;

namespace KerasCompat.Onnx.Tests;

/// <summary>x * relu6(x + 3) / 6 in the orders in which models write it.</summary>
public sealed class HardSwishFusionTests
{
    private static readonly float[] Values = [-4, -3, -2.5f, -1, 0, 0.5f, 2, 3, 5, float.PositiveInfinity, float.NaN];

    public static TheoryData<string> Forms() => ["keras", "divided gate", "divided product", "scaled product", "scaled x"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void It_is_one_node_that_gives_the_same(string form)
    {
        SmallGraph graph = Graph(form, 3, 1f / 6);

        float[] result = graph.Run("y", ("x", Tensors.Of(Values, 1, Values.Length))).Values<float>();

        float[] expected = [.. Values.Select(x => x * Math.Clamp(x + 3, 0, 6) / 6)];
        Assert.All(expected.Zip(result), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.Equal(["HardSwish"], OnnxOps.Of(graph.Translate("y")));
    }

    [Theory]
    [InlineData(2.5f, 1f / 6)]
    [InlineData(3f, 0.2f)]
    public void Other_numbers_are_another_function(float shift, float scale) =>
        Assert.DoesNotContain("HardSwish", OnnxOps.Of(Graph("keras", shift, scale).Translate("y")));

    [Fact]
    public void The_gate_of_another_value_is_another_function()
    {
        SmallGraph graph = Parts(3, 1f / 6).Input("z", DType.Float32, 1, Values.Length).Node("gate", "Mul", ["clipped", "sixth"]).Node("y", "Mul", ["z", "gate"]);

        Assert.DoesNotContain("HardSwish", OnnxOps.Of(graph.Translate("y")));
    }

    [Theory]
    [InlineData("x", "gate")]
    [InlineData("gate", "x")]
    public void A_quotient_of_both_is_another_function(string dividend, string divisor)
    {
        SmallGraph graph = Parts(3, 1f / 6).Node("gate", "Mul", ["clipped", "sixth"]).Node("y", "RealDiv", [dividend, divisor]);

        Assert.DoesNotContain("HardSwish", OnnxOps.Of(graph.Translate("y")));
    }

    private static SmallGraph Graph(string form, float shift, float scale)
    {
        SmallGraph graph = Parts(shift, scale);
        return form switch
        {
            "keras" => graph.Node("gate", "Mul", ["clipped", "sixth"]).Node("y", "Mul", ["x", "gate"]),
            "divided gate" => graph.Node("gate", "RealDiv", ["clipped", "six"]).Node("y", "Mul", ["gate", "x"]),
            "divided product" => graph.Node("product", "Mul", ["x", "clipped"]).Node("y", "RealDiv", ["product", "six"]),
            "scaled product" => graph.Node("product", "Mul", ["clipped", "x"]).Node("y", "Mul", ["sixth", "product"]),
            _ => graph.Node("part", "Mul", ["x", "sixth"]).Node("y", "Mul", ["part", "clipped"]),
        };
    }

    private static SmallGraph Parts(float shift, float scale) => new SmallGraph().Input("x", DType.Float32, 1, Values.Length)
        .Const("three", Tensors.Scalar(shift)).Const("six", Tensors.Scalar(6f)).Const("sixth", Tensors.Scalar(scale))
        .Node("moved", "AddV2", ["x", "three"]).Node("clipped", "Relu6", ["moved"]);
}
