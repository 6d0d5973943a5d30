using System.Globalization;
using KerasCompat.LoadBenchmarks.Models;

namespace KerasCompat.LoadBenchmarks.Reports;

/// <summary>The private memory of a new process that loads a model and calls it once, by the size of its weights.</summary>
internal static class MemoryReport
{
    private const double Megabyte = 1024 * 1024;
    private static readonly int[] Default = [1, 16, 64, 256, 1024];

    /// <summary>Measures and prints.</summary>
    /// <param name="megabytes">The sizes of the weights; none for those that are usual.</param>
    public static void Write(int[] megabytes)
    {
        Console.WriteLine("Private memory in MB, without the pages of the mapped weights; what is allowed: 1.3 and 2.2 times the weights, and 60 MB:");
        Console.WriteLine("| weights | loaded | allowed | peak | allowed | load and call, ms |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (int size in megabytes.Length > 0 ? megabytes : Default)
        {
            using var folder = new ModelFolder();
            new DenseModel { WeightBytes = (long)(size * Megabyte) }.Write(folder.Path);
            Measurement result = Worker.Measure(new Job(folder.Path) { WatchesMemory = true });
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {size} MB | {result.PrivateBytes / Megabyte:0} | {(1.3 * size) + 60:0} | {Math.Max(result.PeakBytes, result.PrivateBytes) / Megabyte:0} | {(2.2 * size) + 60:0} | {result.AnswerMilliseconds:0} |"));
        }
    }
}
