using System.Numerics;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Special functions that few models have (tensorflow/core/ops/special_math_ops.cc), in double precision, by their series and continued fractions.</summary>
internal static class RareFunctions
{
    private const double Epsilon = 1e-17;
    private const int MostTerms = 400;
    private const double EulerGamma = 0.57721566490153286060651209008240;

    /// <summary>A function of positive numbers, with its value at zero; not a number for others.</summary>
    public static double OfPositive(double x, double atZero, Func<double, double> function) => x > 0 ? double.IsPositiveInfinity(x) ? 0 : function(x) : x == 0 ? atZero : double.NaN;

    /// <summary>exp(-x^2) times the integral of exp(t^2) from 0 to x.</summary>
    public static double Dawson(double x)
    {
        double absolute = Math.Abs(x);
        if (double.IsNaN(x) || absolute > 1e8)
        {
            return 1 / (2 * x);
        }

        if (absolute < 5)
        {
            // exp(-x^2) (x + x^3 / (1! 3) + x^5 / (2! 5) + ...): all terms have one sign.
            double power = x, sum = x;
            for (int n = 1; n < MostTerms && Math.Abs(power) > Epsilon * Math.Abs(sum); n++)
            {
                power *= x * x / n;
                sum += power / ((2 * n) + 1);
            }

            return Math.Exp(-x * x) * sum;
        }

        // 1 / (2x) (1 + 1 / (2x^2) + 1 3 / (2x^2)^2 + ...), until its terms grow.
        double term = 1, series = 1;
        for (int n = 1; n < MostTerms; n++)
        {
            double next = term * ((2 * n) - 1) / (2 * x * x);
            if (next >= term || next < Epsilon)
            {
                break;
            }

            term = next;
            series += term;
        }

        return series / (2 * x);
    }

    /// <summary>The integral of exp(t) / t from minus infinity to x, for x above 0.</summary>
    public static double ExponentialIntegral(double x)
    {
        if (!(x > 0))
        {
            return x == 0 ? double.NegativeInfinity : double.NaN;
        }

        if (x < 40)
        {
            double power = 1, sum = 0;
            for (int n = 1; n < MostTerms; n++)
            {
                power *= x / n;
                sum += power / n;
                if (power / n < Epsilon * sum)
                {
                    break;
                }
            }

            return EulerGamma + Math.Log(x) + sum;
        }

        double term = 1, series = 1;
        for (int n = 1; n < x; n++)
        {
            term *= n / x;
            series += term;
        }

        return Math.Exp(x) / x * series;
    }

    /// <summary>Minus the integral of log(t) / (t - 1) from 1 to x: the dilogarithm of 1 - x.</summary>
    public static double Spence(double x)
    {
        const double PiSquaredOverSix = Math.PI * Math.PI / 6;
        return x switch
        {
            < 0 or double.NaN => double.NaN,
            0 => PiSquaredOverSix,
            1 => 0,
            < 0.5 => PiSquaredOverSix - (Math.Log(x) * SpecialFunctions.Log1p(-x)) - Dilogarithm(x),
            <= 2 => x <= 1.5 ? Dilogarithm(1 - x) : -Dilogarithm((x - 1) / x) - (0.5 * Math.Log(x) * Math.Log(x)),
            _ => -Spence(1 / x) - (0.5 * Math.Log(x) * Math.Log(x)),
        };
    }

    /// <summary>The integrals of cos(pi t^2 / 2) and sin(pi t^2 / 2) from 0 to x.</summary>
    public static (double Cosine, double Sine) Fresnel(double x)
    {
        double absolute = Math.Abs(x);
        if (double.IsNaN(x))
        {
            return (x, x);
        }

        (double cosine, double sine) = absolute < 1.6 ? Series(absolute) : absolute > 1e8 ? (0.5, 0.5) : Fraction(absolute);
        return (Math.CopySign(cosine, x), Math.CopySign(sine, x));
    }

    private static (double Cosine, double Sine) Series(double x)
    {
        double t = Math.PI / 2 * x * x, power = x, cosine = 0, sine = 0;
        for (int n = 0; n < MostTerms && Math.Abs(power) > Epsilon; n++)
        {
            // Terms alternate in pairs: + cos, + sin, - cos, - sin.
            double term = power / ((2 * n) + 1) * ((n & 2) == 0 ? 1 : -1);
            if (n % 2 == 0)
            {
                cosine += term;
            }
            else
            {
                sine += term;
            }

            power *= t / (n + 1);
        }

        return (cosine, sine);
    }

    /// <summary>Through the complementary error function of (1 - i) x sqrt(pi) / 2, whose continued fraction converges fast for large arguments (modified Lentz).</summary>
    private static (double Cosine, double Sine) Fraction(double x)
    {
        double t = Math.PI * x * x;
        Complex b = new(1, -t), c = 1 / 1e-300, d = 1 / b, h = d;
        for (int n = -1, k = 2; k < MostTerms; k++)
        {
            n += 2;
            double a = -n * (n + 1);
            b += 4;
            d = 1 / ((a * d) + b);
            c = b + (a / c);
            Complex change = c * d;
            h *= change;
            if (Math.Abs(change.Real - 1) + Math.Abs(change.Imaginary) < 1e-16)
            {
                break;
            }
        }

        h *= new Complex(x, -x);
        Complex result = new Complex(0.5, 0.5) * (1 - (new Complex(Math.Cos(t / 2), Math.Sin(t / 2)) * h));
        return (result.Real, result.Imaginary);
    }

    /// <summary>x + x^2 / 4 + x^3 / 9 + ... for |x| up to one half.</summary>
    private static double Dilogarithm(double x)
    {
        double power = 1, sum = 0;
        for (int n = 1; n < MostTerms; n++)
        {
            power *= x;
            double term = power / ((double)n * n);
            sum += term;
            if (Math.Abs(term) < Epsilon * Math.Abs(sum))
            {
                break;
            }
        }

        return sum;
    }
}
