namespace KerasCompat.Cli.Benchmarking;

/// <summary>The times of many calls.</summary>
/// <param name="microseconds">The time of each.</param>
internal sealed class Latencies(IEnumerable<double> microseconds)
{
    private readonly double[] _sorted = [.. microseconds.Order()];

    /// <summary>How many calls there were.</summary>
    public int Count => _sorted.Length;

    /// <summary>The time that a share of the calls does not exceed: nearest rank.</summary>
    /// <param name="share">From 0 to 1.</param>
    public double Percentile(double share) =>
        _sorted.Length == 0 ? double.NaN : _sorted[Math.Clamp((int)Math.Ceiling(share * _sorted.Length) - 1, 0, _sorted.Length - 1)];
}
