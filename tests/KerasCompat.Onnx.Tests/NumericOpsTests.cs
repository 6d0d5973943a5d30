using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Tests;

public sealed class NumericOpsTests
{
    [Theory]
    [InlineData("FloorDiv", new[] { 2, -3, -3, 2, -2 })]
    [InlineData("FloorMod", new[] { 1, 2, -2, -1, 0 })]
    [InlineData("TruncateDiv", new[] { 2, -2, -2, 2, -2 })]
    [InlineData("TruncateMod", new[] { 1, -1, 1, -1, 0 })]
    public void Integers_divide_as_TensorFlow_divides_them(string op, int[] expected)
    {
        int[] x = [7, -7, 7, -7, 6], y = [3, 3, -3, -3, -3];
        var graph = new SmallGraph().Input("x", DType.Int32, -1).Input("y", DType.Int32, -1).Node("z", op, ["x", "y"]);
        var narrow = new SmallGraph().Input("x", DType.Int16, -1).Input("y", DType.Int16, -1).Node("z", op, ["x", "y"]);

        Assert.Equal(expected, graph.Run("z", ("x", Tensors.Of(x, 5)), ("y", Tensors.Of(y, 5))).Values<int>());
        short[] small = narrow.Run("z", ("x", Tensors.Of([.. x.Select(v => (short)v)], 5)), ("y", Tensors.Of([.. y.Select(v => (short)v)], 5))).Values<short>();
        Assert.Equal(expected.Select(v => (short)v), small);
    }

    [Theory]
    [InlineData("FloorDiv")]
    [InlineData("FloorMod")]
    [InlineData("TruncateMod")]
    [InlineData("TruncateDiv")]
    public void An_integer_division_by_zero_is_an_error_and_stops_nothing_else(string op)
    {
        foreach (DType type in (DType[])[DType.Int32, DType.Int64])
        {
            var graph = new SmallGraph().Input("x", type, -1).Input("y", type, -1).Node("z", op, ["x", "y"]);
            ConstantTensor x = type == DType.Int32 ? Tensors.Of([1, 2], 2) : Tensors.Of([1L, 2], 2), y = type == DType.Int32 ? Tensors.Of([1, 0], 2) : Tensors.Of([1L, 0], 2);

            Assert.Throws<Microsoft.ML.OnnxRuntime.OnnxRuntimeException>(() => graph.Run("z", ("x", x), ("y", y)));
        }
    }

    [Theory]
    [InlineData("FloorDiv", int.MinValue)]
    [InlineData("TruncateDiv", int.MinValue)]
    [InlineData("FloorMod", 0)]
    [InlineData("TruncateMod", 0)]
    public void The_smallest_integer_can_be_divided_by_minus_one(string op, int expected)
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1).Input("y", DType.Int32, -1).Const("c", Tensors.Scalar(-1)).Node("z", op, ["x", "y"]).Node("w", op, ["x", "c"]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["z", "w"], ("x", Tensors.Of([int.MinValue], 1)), ("y", Tensors.Of([-1], 1)));

        Assert.All(results, r => Assert.Equal([expected], r.Values<int>()));
    }

    [Theory]
    [InlineData("FloorDiv", new[] { 2f, -3, -3, 2 })]
    [InlineData("FloorMod", new[] { 1.5f, 1.5f, -1.5f, -1.5f })]
    [InlineData("TruncateMod", new[] { 1.5f, -1.5f, 1.5f, -1.5f })]
    public void Floats_divide_as_TensorFlow_divides_them(string op, float[] expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Input("y", DType.Float32, -1).Node("z", op, ["x", "y"]);

        Assert.Equal(expected, graph.Run("z", ("x", Tensors.Of([7.5f, -7.5f, 7.5f, -7.5f], 4)), ("y", Tensors.Of([3f, 3, -3, -3], 4))).Values<float>());
    }

    [Theory]
    [InlineData("DivNoNan", new[] { 2f, 0, 0 })]
    [InlineData("MulNoNan", new[] { 8f, 0, 0 })]
    public void Zero_goes_before_not_a_number(string op, float[] expected)
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Input("y", DType.Float32, -1).Node("z", op, ["x", "y"]);

        Assert.Equal(expected, graph.Run("z", ("x", Tensors.Of([4f, 1, float.PositiveInfinity], 3)), ("y", Tensors.Of([2f, 0, 0], 3))).Values<float>());
    }

    [Fact]
    public void Small_numbers_keep_their_digits()
    {
        float[] x = [1e-10f, -1e-7f, 3e-5f, 0.1f, -0.4f, 2f, 0f];
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("log", "Log1p", ["x"]).Node("exp", "Expm1", ["x"]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["log", "exp"], ("x", Tensors.Of(x, x.Length)));

        for (int i = 0; i < x.Length; i++)
        {
            double log = Math.Abs(x[i]) < 1e-4 ? x[i] - (x[i] * (double)x[i] / 2) : Math.Log(1.0 + x[i]), exp = Math.Abs(x[i]) < 1e-4 ? x[i] + (x[i] * (double)x[i] / 2) : Math.Exp(x[i]) - 1;
            Assert.Equal(log, results[0].Values<float>()[i], Math.Abs(log) * 1e-6);
            Assert.Equal(exp, results[1].Values<float>()[i], Math.Abs(exp) * 1e-6);
        }
    }

    [Fact]
    public void The_ends_of_logarithm_and_exponential_are_infinite()
    {
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("log", "Log1p", ["x"]).Node("exp", "Expm1", ["x"]);
        float[] x = [float.PositiveInfinity, -1, float.NegativeInfinity];

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["log", "exp"], ("x", Tensors.Of(x, 3)));

        Assert.Equal([float.PositiveInfinity, float.NegativeInfinity, float.NaN], results[0].Values<float>());
        Assert.Equal([float.PositiveInfinity, MathF.Exp(-1) - 1, -1], results[1].Values<float>());
    }

    [Fact]
    public void Angles_are_right_in_every_quadrant_and_on_the_axes()
    {
        float[] y = [1, 1, -1, -1, 0, -0f, 1, -1, 0, float.PositiveInfinity, float.NegativeInfinity, 0f, 1];
        float[] x = [1, -1, 1, -1, -1, -1, 0, 0, 0, float.PositiveInfinity, float.NegativeInfinity, -0f, float.NegativeInfinity];
        var graph = new SmallGraph().Input("y", DType.Float32, -1).Input("x", DType.Float32, -1).Node("z", "Atan2", ["y", "x"]);

        float[] result = graph.Run("z", ("y", Tensors.Of(y, y.Length)), ("x", Tensors.Of(x, x.Length))).Values<float>();

        for (int i = 0; i < y.Length; i++)
        {
            Assert.Equal(MathF.Atan2(y[i], x[i]), result[i], 1e-6f);
        }
    }

    [Fact]
    public void Shifts_keep_the_sign_and_stay_inside_the_width()
    {
        var graph = new SmallGraph().Input("x", DType.Int32, -1).Input("n", DType.Int32, -1).Node("left", "LeftShift", ["x", "n"]).Node("right", "RightShift", ["x", "n"]);
        var narrow = new SmallGraph().Input("x", DType.Int8, -1).Input("n", DType.Int8, -1).Node("left", "LeftShift", ["x", "n"]).Node("right", "RightShift", ["x", "n"]);

        IReadOnlyList<ConstantTensor> results = graph.RunAll(["left", "right"], ("x", Tensors.Of([5, -8, -1, 7], 4)), ("n", Tensors.Of([2, 1, 31, 99], 4)));
        IReadOnlyList<ConstantTensor> small = narrow.RunAll(["left", "right"], ("x", Tensors.Of(new sbyte[] { 100, -100 }, 2)), ("n", Tensors.Of(new sbyte[] { 1, 3 }, 2)));

        Assert.Equal([20, -16, int.MinValue, unchecked(7 << 31)], results[0].Values<int>());
        Assert.Equal([1, -4, -1, 0], results[1].Values<int>());
        Assert.Equal([unchecked((sbyte)200), unchecked((sbyte)(-800))], small[0].Values<sbyte>());
        Assert.Equal(new sbyte[] { 50, -13 }, small[1].Values<sbyte>());
    }

    [Fact]
    public void Values_fall_into_the_bucket_behind_the_boundaries_they_reach()
    {
        var boundaries = new Testing.TensorFlow.AttrValue { List = new Testing.TensorFlow.AttrValue.Types.ListValue() };
        boundaries.List.F.AddRange([0f, 10, 100]);
        var graph = new SmallGraph().Input("x", DType.Float32, -1).Node("y", "Bucketize", ["x"], new() { ["boundaries"] = boundaries });

        Assert.Equal([0, 1, 1, 2, 3, 3], graph.Run("y", ("x", Tensors.Of([-5f, 0, 9.5f, 10, 1000, float.NaN], 6))).Values<int>());
    }

    [Fact]
    public void Without_boundaries_there_is_one_bucket()
    {
        // given
        var none = new Testing.TensorFlow.AttrValue { List = new Testing.TensorFlow.AttrValue.Types.ListValue() };
        SmallGraph graph = new SmallGraph().Input("x", DType.Float32, null).Node("y", "Bucketize", ["x"], new() { ["boundaries"] = none });

        // when
        ConstantTensor buckets = graph.Run("y", ("x", Tensors.Of([-5f, 7], 2)));

        // then
        Assert.Equal([2L], buckets.Shape);
        Assert.Equal([0, 0], buckets.Values<int>());
    }

    [Theory]
    [InlineData("LowerBound", new[] { 0, 1, 1, 3, 4 })]
    [InlineData("UpperBound", new[] { 0, 1, 3, 3, 4 })]
    public void Positions_in_a_sorted_row_are_before_or_behind_equals(string op, int[] expected)
    {
        var graph = new SmallGraph().Input("s", DType.Float32, -1, -1).Input("v", DType.Float32, -1, -1).Node("y", op, ["s", "v"]);

        Assert.Equal(expected, graph.Run("y", ("s", Tensors.Of([1f, 2, 2, 4], 1, 4)), ("v", Tensors.Of([0f, 1.5f, 2, 3, 5], 1, 5))).Values<int>());
    }
}
