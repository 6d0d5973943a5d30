namespace KerasCompat.Cli.Benchmarking;

/// <summary>What is measured at once.</summary>
/// <param name="Batch">How many rows a call has; null for the rows that the inputs have.</param>
/// <param name="Threads">How many threads call at once.</param>
internal readonly record struct BenchSetting(int? Batch, int Threads);
