using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Special functions that few models have, compared with the integrals that define them.</summary>
public sealed class RareFunctionTests
{
    public static TheoryData<string, double> Points => new()
    {
        { "Dawsn", 0.3 }, { "Dawsn", 2 }, { "Dawsn", 5.5 }, { "Dawsn", -4 },
        { "Spence", 0.1 }, { "Spence", 0.7 }, { "Spence", 1.4 }, { "Spence", 1.9 }, { "Spence", 5 },
        { "FresnelCos", 0.5 }, { "FresnelCos", 1.5 }, { "FresnelCos", 2.5 }, { "FresnelCos", -4 },
        { "FresnelSin", 0.5 }, { "FresnelSin", 1.5 }, { "FresnelSin", 2.5 }, { "FresnelSin", -4 },
        { "BesselJ0", 0.5 }, { "BesselJ0", -7 }, { "BesselJ1", 0.5 }, { "BesselJ1", -7 },
        { "BesselK0", 0.5 }, { "BesselK0", 6 }, { "BesselK1", 0.5 }, { "BesselK1", 6 }, { "BesselK0e", 3 }, { "BesselK1e", 3 },
    };

    [Theory]
    [MemberData(nameof(Points))]
    public void A_function_is_the_integral_that_defines_it(string op, double x) => Assert.Equal(Integral(op, x), Value(op, x), 1e-7);

    [Theory]
    [InlineData(1, 1.8951178163559368)]
    [InlineData(0.1, -1.6228128139692767)]
    [InlineData(50, 1.0585636897131690e20)]
    public void The_exponential_integral_has_its_tabled_values(double x, double expected) => Assert.Equal(1, Value("Expint", x) / expected, 1e-10);

    [Theory]
    [InlineData("BesselY0", 2, 0.51037567264974511)]
    [InlineData("BesselY1", 2, -0.10703243154093755)]
    public void Bessel_functions_of_the_second_kind_have_their_tabled_values(string op, double x, double expected) => Assert.Equal(expected, Value(op, x), 1e-10);

    [Theory]
    [InlineData("BesselY0", 0, double.NegativeInfinity)]
    [InlineData("BesselK1", 0, double.PositiveInfinity)]
    [InlineData("BesselK0", -1, double.NaN)]
    [InlineData("Expint", -1, double.NaN)]
    [InlineData("Spence", -1, double.NaN)]
    [InlineData("FresnelSin", double.PositiveInfinity, 0.5)]
    public void Beyond_its_domain_a_function_is_infinite_or_no_number(string op, double x, double expected) => Assert.Equal(expected, Value(op, x));

    private static double Value(string op, double x) => GraphValue(op, x);

    private static double GraphValue(string op, double x)
    {
        HandMade.GraphModel model = new HandMade.GraphModel().Const("x", Values([], x)).Node("y", op, ["x"], ("T", HandMade.KernelPrograms.Type(DType.Float64)))
            .Signature("run", [], ("y", DType.Float64));
        using OnnxModelEngine engine = model.Load();
        return HandMade.EngineCalls.Run(engine, "run")["y"].Values<double>()[0];
    }

    private static double Integral(string op, double x) => op switch
    {
        "Dawsn" => Math.Exp(-x * x) * Simpson(t => Math.Exp(t * t), 0, x),
        "Spence" => -Simpson(t => t == 1 ? 1 : Math.Log(t) / (t - 1), 1, x),
        "FresnelCos" => Simpson(t => Math.Cos(Math.PI * t * t / 2), 0, x),
        "FresnelSin" => Simpson(t => Math.Sin(Math.PI * t * t / 2), 0, x),
        "BesselJ0" => Simpson(t => Math.Cos(x * Math.Sin(t)), 0, Math.PI) / Math.PI,
        "BesselJ1" => Simpson(t => Math.Cos(t - (x * Math.Sin(t))), 0, Math.PI) / Math.PI,
        "BesselK0" => Simpson(t => Math.Exp(-x * Math.Cosh(t)), 0, 8),
        "BesselK1" => Simpson(t => Math.Exp(-x * Math.Cosh(t)) * Math.Cosh(t), 0, 8),
        "BesselK0e" => Math.Exp(x) * Integral("BesselK0", x),
        _ => Math.Exp(x) * Integral("BesselK1", x),
    };

    private static double Simpson(Func<double, double> function, double from, double to)
    {
        const int Steps = 20_000;
        double width = (to - from) / Steps, sum = function(from) + function(to);
        for (int i = 1; i < Steps; i++)
        {
            sum += function(from + (i * width)) * (i % 2 == 0 ? 2 : 4);
        }

        return sum * width / 3;
    }
}
