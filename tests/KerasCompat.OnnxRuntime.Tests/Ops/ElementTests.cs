using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>Ops on single elements where types and unusual numbers matter (tensorflow/core/kernels/cwise_ops.h).</summary>
public sealed class ElementTests
{
    private static readonly OpCases Cases = Make();

    /// <summary>Whether shapes fit is an answer where it is known while translating.</summary>
    public static TheoryData<string, Way> All =>
        [.. Cases.In().Where(c => !c.Data.Item1.EndsWith("do not fit", StringComparison.Ordinal) || c.Data.Item2 is Way.KnownShapes or Way.Everything)];

    [Theory]
    [MemberData(nameof(All))]
    public void Each_element_is_computed_by_the_definition(string name, Way way) => Cases.Check(name, way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        NaiveTensor dividends = Integers(7, -7, 7, -7, 6), divisors = Integers(2, 2, -2, -2, -1);
        Binary(cases, "TruncateMod", dividends, divisors, [1, -1, 1, -1, 0]);
        Binary(cases, "FloorMod", dividends, divisors, [1, 1, -1, -1, 0]);
        Binary(cases, "FloorDiv", dividends, divisors, [3, -4, -4, 3, -6]);
        Binary(cases, "TruncateDiv", dividends, divisors, [3, -3, -3, 3, -6]);

        double infinity = double.PositiveInfinity, zero = -0d;
        NaiveTensor y = Vector(DType.Float32, infinity, 1, -1, infinity, 0, zero), x = Vector(DType.Float32, zero, zero, zero, -infinity, zero, 0);
        Binary(cases, "Atan2", y, x, [Math.PI / 2, Math.PI / 2, -Math.PI / 2, 3 * Math.PI / 4, Math.PI, 0]);

        cases.Add("ApproximateEqual of integers", new OneOp("ApproximateEqual").Data(Integers(1, 2, 5)).Data(Integers(1, 3, 8)).With("T", DType.Int32).With("tolerance", new Testing.TensorFlow.AttrValue { F = 1.5f })
            .Gives(Vector(DType.Bool, 1, 1, 0)));
        cases.Add("Equal of shapes that do not fit", new OneOp("Equal").Data(Integers(1, 2)).Data(Integers(1, 2, 3)).With("T", DType.Int32).With("incompatible_shape_error", false)
            .Gives(Scalar(DType.Bool, 0)));

        foreach (DType type in (DType[])[DType.Float32, DType.Float16, DType.BFloat16])
        {
            cases.Add($"Sign of {type}", new OneOp("Sign").Data(Vector(type, double.NaN, -2, 0, 3)).With("T", type).Gives(Vector(type, double.NaN, -1, 0, 1)));
        }

        // Seven digits of each is all that float32 has.
        NaiveTensor exact = Vector(DType.Float64, 0.123456789012, -1.23456789012);
        Exact(cases, "Cos", exact, Math.Cos);
        Exact(cases, "LeakyRelu", exact, v => v > 0 ? v : 0.2f * v);
        Exact(cases, "Selu", exact, v => 1.0507009873554804934193349852946 * (v > 0 ? v : 1.6732632423543772848170429916717 * (Math.Exp(v) - 1)));
        return cases;
    }

    private static void Binary(OpCases cases, string op, NaiveTensor left, NaiveTensor right, double[] expected) =>
        cases.Add(op, new OneOp(op).Data(left).Data(right).With("T", left.DType).Gives(Vector(left.DType, expected)));

    private static void Exact(OpCases cases, string op, NaiveTensor x, Func<double, double> function) =>
        cases.Add(op + " of float64", new OneOp(op).Data(x).With("T", x.DType).Within(1e-12).Gives(x.Map(x.DType, function)));
}
