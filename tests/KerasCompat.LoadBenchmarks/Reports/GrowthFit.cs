namespace KerasCompat.LoadBenchmarks.Reports;

/// <summary>Fits how something grows with a size.</summary>
internal static class GrowthFit
{
    private const double LargestExponent = 3;
    private const double Step = 0.02;

    /// <summary>The exponent e of the curve a + b n^e, a and b not negative, that lies nearest to what was measured, in proportion to it.</summary>
    /// <param name="sizes">The sizes.</param>
    /// <param name="values">What each costs.</param>
    public static double Exponent(int[] sizes, double[] values)
    {
        double best = 0;
        double least = double.PositiveInfinity;
        for (double exponent = Step; exponent <= LargestExponent; exponent += Step)
        {
            double error = Error([.. sizes.Select(size => Math.Pow(size, exponent))], values);
            if (error < least)
            {
                (least, best) = (error, exponent);
            }
        }

        return best;
    }

    /// <summary>The squared relative error of the best a + b x.</summary>
    private static double Error(double[] x, double[] values)
    {
        // Least squares of (a + b x) / y against 1.
        double aa = 0, ab = 0, bb = 0, a1 = 0, b1 = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double constant = 1 / values[i], slope = x[i] / values[i];
            (aa, ab, bb, a1, b1) = (aa + (constant * constant), ab + (constant * slope), bb + (slope * slope), a1 + constant, b1 + slope);
        }

        double determinant = (aa * bb) - (ab * ab);
        double a = ((a1 * bb) - (b1 * ab)) / determinant;
        double b = ((aa * b1) - (ab * a1)) / determinant;
        (a, b) = a < 0 ? (0, b1 / bb) : b < 0 ? (a1 / aa, 0) : (a, b);
        return x.Zip(values).Sum(point => Math.Pow(((a + (b * point.First)) / point.Second) - 1, 2));
    }
}
