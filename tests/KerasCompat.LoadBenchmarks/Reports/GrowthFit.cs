namespace KerasCompat.LoadBenchmarks.Reports;

/// <summary>Fits how something grows.</summary>
internal static class GrowthFit
{
    /// <summary>
    /// The exponent e of a + b n^e: a is taken from the smallest size, whose cost is nearly all fixed; e is the slope of the least squares
    /// line through the logarithms of what the larger half of the sizes costs more.
    /// </summary>
    /// <param name="sizes">The sizes, rising.</param>
    /// <param name="values">What each costs.</param>
    /// <returns>0 where nothing grows.</returns>
    public static double Exponent(int[] sizes, double[] values)
    {
        (double X, double Y)[] points = [.. sizes.Zip(values).Skip(sizes.Length / 2)
            .Select(point => (Math.Log(point.First - sizes[0]), Math.Log(Math.Max(point.Second - values[0], values[0] / 100))))];
        double x = points.Average(point => point.X);
        double y = points.Average(point => point.Y);
        return points.Sum(point => (point.X - x) * (point.Y - y)) / points.Sum(point => (point.X - x) * (point.X - x));
    }
}
