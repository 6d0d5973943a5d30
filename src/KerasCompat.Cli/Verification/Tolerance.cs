namespace KerasCompat.Cli.Verification;

/// <summary>How close is close enough, as in <c>numpy.allclose</c>: |actual - expected| &lt;= Absolute + Relative * |expected|.</summary>
/// <param name="Relative"><c>rtol</c>.</param>
/// <param name="Absolute"><c>atol</c>.</param>
internal readonly record struct Tolerance(double Relative, double Absolute)
{
    /// <summary>Whether two numbers are close. NaN is close to NaN, an infinity to itself.</summary>
    public bool Holds(double expected, double actual)
    {
        if (double.IsNaN(expected) || double.IsNaN(actual))
        {
            return double.IsNaN(expected) && double.IsNaN(actual);
        }

        if (double.IsInfinity(expected) || double.IsInfinity(actual))
        {
            return expected == actual;
        }

        return Math.Abs(actual - expected) <= Absolute + (Relative * Math.Abs(expected));
    }
}
