using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Random;

/// <summary>
/// Gamma and Poisson distributed numbers from Philox' stream as TensorFlow draws them (tensorflow/core/kernels/stateless_random_gamma_op.cc,
/// random_poisson_op.cc): each number begins at a place of its own in the stream, so that rejections do not move the others.
/// </summary>
internal static class RejectionSampling
{
    /// <summary>
    /// Gamma distributed numbers of scale one (Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, 2000). The last dimensions of the
    /// output are those of the parameters.
    /// </summary>
    public static void Gamma(HostTensor output, HostTensor alphas, Philox random) => Fill(output, alphas, random, Gamma);

    /// <summary>Poisson distributed numbers (Knuth's method; from a rate of 10 on Hörmann's, The Transformed Rejection Method, 1993).</summary>
    public static void Poisson(HostTensor output, HostTensor rates, Philox random) => Fill(output, rates, random, static (rate, stream) =>
        !double.IsFinite(rate) || rate < 0 ? double.NaN : rate < 10 ? Counted(rate, stream) : Transformed(rate, stream));

    private static void Fill(HostTensor output, HostTensor parameters, Philox random, Func<double, Stream, double> draw)
    {
        KernelContext.Require(
            parameters.Rank <= output.Rank && output.Shape[^parameters.Rank..].SequenceEqual(parameters.Shape), $"the shape {KernelShapes.Write(output.Shape)} must end with that of {parameters}");
        double[] given = Numbers.ToDoubles(parameters), values = new double[output.Count];
        int each = given.Length == 0 ? 0 : values.Length / given.Length;
        for (int i = 0; i < values.Length; i++)
        {
            int parameter = i / each, sample = i % each;
            Philox own = random;
            own.Skip((ulong)i * PhiloxFill.ReservedPerOutput);
            values[(sample * given.Length) + parameter] = draw(given[parameter], new Stream(own));
        }

        Numbers.Write(output, values);
    }

    private static double Gamma(double alpha, Stream stream)
    {
        if (alpha == 1)
        {
            return -SpecialFunctions.Log1p(-stream.Uniform());
        }

        double d = alpha + (alpha < 1 ? 2d / 3 : -1d / 3), c = 1d / 3 / Math.Sqrt(d);
        while (true)
        {
            double x = stream.Normal(), v = 1 + (c * x);
            if (v <= 0)
            {
                continue;
            }

            v = v * v * v;
            double u = stream.Uniform();
            if (u < 1 - (0.0331 * (x * x) * (x * x)) || Math.Log(u) < (0.5 * x * x) + (d * (1 - v + Math.Log(v))))
            {
                return alpha < 1 ? d * v * Math.Pow(stream.Uniform(), 1 / alpha) : d * v;
            }
        }
    }

    /// <summary>How many uniform numbers can be multiplied before the product is no longer above e^-rate.</summary>
    private static double Counted(double rate, Stream stream)
    {
        double limit = Math.Exp(-rate), product = 1;
        for (double count = 0; ; count++)
        {
            product *= stream.Uniform();
            if (product <= limit)
            {
                return count;
            }
        }
    }

    private static double Transformed(double rate, Stream stream)
    {
        double b = 0.931 + (2.53 * Math.Sqrt(rate)), a = -0.059 + (0.02483 * b), inverseAlpha = 1.1239 + (1.1328 / (b - 3.4)), logRate = Math.Log(rate);
        while (true)
        {
            double u = stream.Uniform() - 0.5, v = stream.Uniform(), us = 0.5 - Math.Abs(u);
            double k = Math.Floor((((2 * a / us) + b) * u) + rate + 0.43);
            if (us >= 0.07 && v <= 0.9277 - (3.6224 / (b - 2)))
            {
                return k;
            }

            if (k >= 0 && !(us < 0.013 && v > us)
                && Math.Log(v * inverseAlpha / ((a / (us * us)) + b)) <= -rate + (k * logRate) - SpecialFunctions.LogGamma(k + 1))
            {
                return k;
            }
        }
    }

    /// <summary>Numbers in double precision from a stream; of each pair that is drawn the second comes first.</summary>
    private sealed class Stream(Philox random)
    {
        private Philox _random = random;
        private double? _uniform;
        private double? _normal;

        public double Uniform()
        {
            if (_uniform is { } left)
            {
                _uniform = null;
                return left;
            }

            (uint a, uint b, uint c, uint d) = _random.Next();
            _uniform = PhiloxFill.ToDouble(a, b);
            return PhiloxFill.ToDouble(c, d);
        }

        public double Normal()
        {
            if (_normal is { } left)
            {
                _normal = null;
                return left;
            }

            (uint a, uint b, uint c, uint d) = _random.Next();
            (double sine, double cosine) = PhiloxFill.BoxMuller(a, b, c, d);
            _normal = sine;
            return cosine;
        }
    }
}
