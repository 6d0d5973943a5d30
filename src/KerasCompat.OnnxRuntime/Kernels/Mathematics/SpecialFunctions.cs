using MathNetFunctions = MathNet.Numerics.SpecialFunctions;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>
/// Special functions in double precision, with TensorFlow's answers outside of their domains (Eigen's SpecialFunctionsImpl.h): not a
/// number, or an infinity at a pole, and never an exception.
/// </summary>
internal static class SpecialFunctions
{
    // Beyond this, the scaled Bessel functions are their asymptotic series to the last bit, and the unscaled ones overflow soon after.
    private const double LargeBesselArgument = 500;

    /// <summary>log(1 + x), accurate near zero: the rounding error of 1 + x is divided out again.</summary>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(x) ? x : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>exp(x) - 1, accurate near zero.</summary>
    public static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1;
        }

        double half = Math.Tanh(x / 2);
        return 2 * half / (1 - half);
    }

    public static double Erf(double x) => MathNetFunctions.Erf(x);

    public static double Erfc(double x) => MathNetFunctions.Erfc(x);

    public static double ErfInverse(double x) => x is >= -1 and <= 1 ? MathNetFunctions.ErfInv(x) : double.NaN;

    /// <summary>The quantile of the standard normal distribution; through erfc, so that small probabilities keep their digits.</summary>
    public static double NormalQuantile(double p) => p switch
    {
        0 => double.NegativeInfinity,
        1 => double.PositiveInfinity,
        > 0 and < 1 => -Math.Sqrt(2) * MathNetFunctions.ErfcInv(2 * p),
        _ => double.NaN,
    };

    /// <summary>log |gamma(x)|.</summary>
    public static double LogGamma(double x)
    {
        if (double.IsInfinity(x) || (x <= 0 && Math.Floor(x) == x))
        {
            return double.PositiveInfinity;
        }

        return x < 0.5 ? Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * x))) - MathNetFunctions.GammaLn(1 - x) : MathNetFunctions.GammaLn(x);
    }

    /// <summary>The derivative of log gamma; not a number at its poles.</summary>
    public static double Digamma(double x) => x <= 0 && Math.Floor(x) == x ? double.NaN : MathNetFunctions.DiGamma(x);

    /// <summary>The regularized lower incomplete gamma function P(a, x).</summary>
    public static double GammaLower(double a, double x) =>
        double.IsNaN(a) || double.IsNaN(x) || x < 0 || a <= 0 ? double.NaN
        : x == 0 ? 0
        : double.IsPositiveInfinity(x) ? 1
        : double.IsPositiveInfinity(a) ? 0
        : MathNetFunctions.GammaLowerRegularized(a, x);

    /// <summary>The regularized upper incomplete gamma function Q(a, x).</summary>
    public static double GammaUpper(double a, double x) =>
        double.IsNaN(a) || double.IsNaN(x) || x < 0 || a <= 0 ? double.NaN
        : x == 0 ? 1
        : double.IsPositiveInfinity(x) ? 0
        : double.IsPositiveInfinity(a) ? 1
        : MathNetFunctions.GammaUpperRegularized(a, x);

    /// <summary>The regularized incomplete beta function I_x(a, b).</summary>
    public static double BetaRegularized(double a, double b, double x) =>
        a > 0 && b > 0 && x is >= 0 and <= 1 ? MathNetFunctions.BetaRegularized(a, b, x) : double.NaN;

    /// <summary>Hurwitz' zeta function, the sum of (k + q)^-x: the first terms, then the Euler-Maclaurin formula for the rest.</summary>
    public static double Zeta(double x, double q)
    {
        if (double.IsNaN(x) || double.IsNaN(q) || x < 1)
        {
            return double.NaN;
        }

        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        if (q <= 0)
        {
            if (Math.Floor(q) == q)
            {
                return x % 2 == 0 ? double.PositiveInfinity : double.NaN;
            }

            if (Math.Floor(x) != x)
            {
                return double.NaN;
            }
        }

        const int Terms = 12;
        double sum = 0, at = q;
        for (int k = 0; k < Terms || at <= Terms; k++, at++)
        {
            sum += Math.Pow(at, -x);
        }

        sum += (Math.Pow(at, 1 - x) / (x - 1)) + (Math.Pow(at, -x) / 2);
        ReadOnlySpan<double> bernoulli = [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510];
        double factor = x / 2, power = Math.Pow(at, -x - 1);
        for (int k = 0; k < bernoulli.Length; k++)
        {
            sum += bernoulli[k] * factor * power;
            factor *= (x + (2 * k) + 1) * (x + (2 * k) + 2) / (((2 * k) + 3) * ((2 * k) + 4));
            power /= at * at;
        }

        return sum;
    }

    /// <summary>The n-th derivative of digamma; n is a whole number.</summary>
    public static double Polygamma(double n, double x)
    {
        if (n < 0 || Math.Floor(n) != n)
        {
            return double.NaN;
        }

        if (n == 0)
        {
            return Digamma(x);
        }

        double sign = n % 2 == 0 ? -1 : 1;
        return sign * Math.Exp(LogGamma(n + 1)) * Zeta(n + 1, x);
    }

    public static double BesselI0(double x) => Math.Abs(x) < LargeBesselArgument ? MathNetFunctions.BesselI0(x) : BesselI0Scaled(x) * Math.Exp(Math.Abs(x));

    public static double BesselI1(double x) => Math.Abs(x) < LargeBesselArgument ? MathNetFunctions.BesselI1(x) : BesselI1Scaled(x) * Math.Exp(Math.Abs(x));

    /// <summary>exp(-|x|) I0(x).</summary>
    public static double BesselI0Scaled(double x)
    {
        double a = Math.Abs(x);
        return a < LargeBesselArgument ? MathNetFunctions.BesselI0(a) * Math.Exp(-a) : Asymptotic(a, 0);
    }

    /// <summary>exp(-|x|) I1(x); odd.</summary>
    public static double BesselI1Scaled(double x)
    {
        double a = Math.Abs(x);
        return a < LargeBesselArgument ? MathNetFunctions.BesselI1(x) * Math.Exp(-a) : Math.Sign(x) * Asymptotic(a, 1);
    }

    /// <summary>Hankel's expansion of exp(-x) I_n(x) (Abramowitz and Stegun 9.7.1).</summary>
    private static double Asymptotic(double x, int order)
    {
        double mu = 4.0 * order * order, term = 1, sum = 1;
        for (int k = 1; k <= 8; k++)
        {
            double odd = (2 * k) - 1;
            term *= -(mu - (odd * odd)) / (k * 8 * x);
            sum += term;
        }

        return sum / Math.Sqrt(2 * Math.PI * x);
    }
}
