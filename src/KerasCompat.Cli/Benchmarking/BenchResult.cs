namespace KerasCompat.Cli.Benchmarking;

/// <summary>What was measured at one setting.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Latencies">The times of our calls.</param>
/// <param name="CallsPerSecond">How many calls all threads together made in a second.</param>
/// <param name="BytesPerCall">Managed memory that a call allocated.</param>
/// <param name="Other">The times of the calls of the ONNX file that ours are compared with; null where there is none.</param>
internal sealed record BenchResult(BenchSetting Setting, Latencies Latencies, double CallsPerSecond, double BytesPerCall, Latencies? Other)
{
    /// <summary>Ours divided by theirs, medians; null where nothing is compared.</summary>
    public double? Ratio => Other is null ? null : Latencies.Percentile(0.5) / Other.Percentile(0.5);
}
