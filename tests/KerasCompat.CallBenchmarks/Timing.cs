namespace KerasCompat.CallBenchmarks;

/// <summary>The times of many turns.</summary>
/// <param name="nanoseconds">Of a call, in each turn.</param>
/// <param name="bytes">What a call allocated.</param>
internal sealed class Timing(double[] nanoseconds, double bytes)
{
    private readonly double[] _sorted = [.. nanoseconds.Order()];

    /// <summary>The median of all turns, in nanoseconds per call.</summary>
    public double Median => _sorted[_sorted.Length / 2];

    /// <summary>The fastest turn, in nanoseconds per call.</summary>
    public double Least => _sorted[0];

    /// <summary>Bytes that a call allocated.</summary>
    public double Bytes { get; } = bytes;
}
