using System.Numerics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>
/// Functions of one number that ONNX Runtime lacks, or lacks for float64 and complex numbers (tensorflow/core/kernels/cwise_ops.h).
/// Computed in double precision.
/// </summary>
internal static class UnaryKernels
{
    private static readonly (string Op, Func<double, double>? Real, Func<Complex, Complex>? Complex)[] Functions =
    [
        ("Neg", x => -x, x => -x),
        ("Square", x => x * x, x => x * x),
        ("Exp", Math.Exp, Complex.Exp),
        ("Log", Math.Log, Complex.Log),
        ("Sqrt", Math.Sqrt, Complex.Sqrt),
        ("Rsqrt", x => 1 / Math.Sqrt(x), x => 1 / Complex.Sqrt(x)),
        ("Reciprocal", x => 1 / x, x => 1 / x),
        ("Inv", x => 1 / x, x => 1 / x),
        ("Sin", Math.Sin, Complex.Sin),
        ("Cos", Math.Cos, Complex.Cos),
        ("Tan", Math.Tan, Complex.Tan),
        ("Sinh", Math.Sinh, Complex.Sinh),
        ("Cosh", Math.Cosh, Complex.Cosh),
        ("Tanh", Math.Tanh, Complex.Tanh),
        ("Asin", Math.Asin, Complex.Asin),
        ("Acos", Math.Acos, Complex.Acos),
        ("Atan", Math.Atan, Complex.Atan),
        ("Asinh", Math.Asinh, x => Complex.Log(x + Complex.Sqrt((x * x) + 1))),
        ("Acosh", Math.Acosh, x => Complex.Log(x + (Complex.Sqrt(x + 1) * Complex.Sqrt(x - 1)))),
        ("Atanh", Math.Atanh, x => 0.5 * (Complex.Log(1 + x) - Complex.Log(1 - x))),
        ("Sigmoid", x => 1 / (1 + Math.Exp(-x)), x => 1 / (1 + Complex.Exp(-x))),
        ("Sign", x => double.IsNaN(x) ? x : Math.Sign(x), x => x == Complex.Zero ? x : x / Complex.Abs(x)),
        ("Log1p", SpecialFunctions.Log1p, x => Complex.Log(1 + x)),
        ("Expm1", SpecialFunctions.Expm1, x => Complex.Exp(x) - 1),
        ("Elu", x => x < 0 ? SpecialFunctions.Expm1(x) : x, null),
        ("Selu", x => SeluScale * (x < 0 ? SeluAlpha * SpecialFunctions.Expm1(x) : x), null),
        ("Softplus", x => Math.Max(x, 0) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs(x))), null),
        ("Softsign", x => x / (1 + Math.Abs(x)), null),
        ("Erf", SpecialFunctions.Erf, null),
        ("Erfc", SpecialFunctions.Erfc, null),
        ("Erfinv", SpecialFunctions.ErfInverse, null),
        ("Ndtri", SpecialFunctions.NormalQuantile, null),
        ("Lgamma", SpecialFunctions.LogGamma, null),
        ("Digamma", SpecialFunctions.Digamma, null),
        ("BesselJ0", x => MathNet.Numerics.SpecialFunctions.BesselJ(0, Math.Abs(x)), null),
        ("BesselJ1", x => Math.CopySign(1, x) * MathNet.Numerics.SpecialFunctions.BesselJ(1, Math.Abs(x)), null),
        ("BesselY0", x => RareFunctions.OfPositive(x, double.NegativeInfinity, static x => MathNet.Numerics.SpecialFunctions.BesselY(0, x)), null),
        ("BesselY1", x => RareFunctions.OfPositive(x, double.NegativeInfinity, static x => MathNet.Numerics.SpecialFunctions.BesselY(1, x)), null),
        ("BesselK0", x => RareFunctions.OfPositive(x, double.PositiveInfinity, static x => MathNet.Numerics.SpecialFunctions.BesselK(0, x)), null),
        ("BesselK1", x => RareFunctions.OfPositive(x, double.PositiveInfinity, static x => MathNet.Numerics.SpecialFunctions.BesselK(1, x)), null),
        ("BesselK0e", x => RareFunctions.OfPositive(x, double.PositiveInfinity, static x => MathNet.Numerics.SpecialFunctions.BesselKScaled(0, x)), null),
        ("BesselK1e", x => RareFunctions.OfPositive(x, double.PositiveInfinity, static x => MathNet.Numerics.SpecialFunctions.BesselKScaled(1, x)), null),
        ("Dawsn", RareFunctions.Dawson, null),
        ("Expint", RareFunctions.ExponentialIntegral, null),
        ("Spence", RareFunctions.Spence, null),
        ("FresnelCos", x => RareFunctions.Fresnel(x).Cosine, null),
        ("FresnelSin", x => RareFunctions.Fresnel(x).Sine, null),
        ("BesselI0", SpecialFunctions.BesselI0, null),
        ("BesselI0e", x => SpecialFunctions.BesselI0Scaled(x), null),
        ("BesselI1", SpecialFunctions.BesselI1, null),
        ("BesselI1e", x => SpecialFunctions.BesselI1Scaled(x), null),
    ];

    // tensorflow/core/kernels/relu_op_functor.h
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach ((string op, Func<double, double>? real, Func<Complex, Complex>? complex) in Functions)
        {
            table.Add(
                op,
                context => Apply(context, real, complex),
                node => node.OutputTypes is [var type, ..] && (Numbers.IsComplex(type) ? complex is not null : Numbers.IsFloat(type)));
        }
    }

    private static void Apply(KernelContext context, Func<double, double>? real, Func<Complex, Complex>? complex)
    {
        HostTensor input = context.Input(0);
        HostTensor output = context.Allocate(0, input.DType, input.Shape);
        if (Numbers.IsComplex(input.DType))
        {
            Numbers.Write(output, Array.ConvertAll(Numbers.ToComplex(input), x => complex!(x)));
        }
        else
        {
            Numbers.Write(output, Array.ConvertAll(Numbers.ToDoubles(input), x => real!(x)));
        }
    }
}
