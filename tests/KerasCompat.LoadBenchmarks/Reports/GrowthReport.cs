using System.Globalization;
using KerasCompat.LoadBenchmarks.Models;

namespace KerasCompat.LoadBenchmarks.Reports;

/// <summary>
/// How times and memory grow with the size of a batch, the number of inputs, the size of the weights and the number of loaded models:
/// medians of several processes, and in the last column the exponent e of the fitted curve a + b n^e, 1 for linear growth.
/// </summary>
internal static class GrowthReport
{
    private const double Megabyte = 1024 * 1024;
    private const int Rounds = 3;

    private static readonly (string Name, int[] Sizes, Func<int, string, Job> Prepare, Func<Measurement, double>[] Numbers, string[] Titles)[] Series =
    [
        ("batch", [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024], Batch, [m => m.CallMicroseconds], ["call, us"]),
        ("inputs", [1, 2, 4, 8, 16, 32, 64], Inputs,
            [m => m.CallMicroseconds, m => m.WarmMilliseconds], ["call, us", "load and call, ms"]),
        ("weights", [1, 4, 16, 64, 256, 1024], Weights,
            [m => m.AnswerMilliseconds, m => m.PrivateBytes / Megabyte, m => m.PeakBytes / Megabyte],
            ["load and call, ms", "private, MB", "peak, MB"]),
        ("models", [1, 2, 5, 10, 20, 50, 100, 200], Models,
            [m => m.LoadMilliseconds, m => m.PrivateBytes / Megabyte, m => m.CallMicroseconds],
            ["load all, ms", "private, MB", "call of one, us"]),
        ("models that do not spin", [1, 2, 5, 10, 20, 50, 100, 200], (size, folder) => Models(size, folder) with { SpinWaiting = false }, [m => m.LoadMilliseconds], ["load all, ms"]),
    ];

    /// <summary>What can grow.</summary>
    public static IEnumerable<string> Names => Series.Select(series => series.Name.Split(' ')[0]).Distinct();

    /// <summary>Measures and prints.</summary>
    /// <param name="names">What is to grow; none for everything.</param>
    public static void Write(string[] names)
    {
        foreach ((string name, int[] sizes, Func<int, string, Job> prepare, Func<Measurement, double>[] numbers, string[] titles) in Series)
        {
            if (names.Length == 0 || names.Contains(name.Split(' ')[0]))
            {
                Write(name, sizes, prepare, numbers, titles);
            }
        }
    }

    private static void Write(string name, int[] sizes, Func<int, string, Job> prepare, Func<Measurement, double>[] numbers, string[] titles)
    {
        Console.WriteLine($"| {name} | {string.Join(" | ", sizes)} | exponent |");
        Console.WriteLine($"|---|{string.Concat(sizes.Select(_ => "---|"))}---|");
        double[][] columns = Array.ConvertAll(sizes, size =>
        {
            using var folder = new ModelFolder();
            Job job = prepare(size, folder.Path);
            Measurement[] measured = [.. Enumerable.Range(0, Rounds).Select(_ => Worker.Measure(job))];
            return Array.ConvertAll(numbers, number => Measurement.Median(measured, number));
        });
        for (int i = 0; i < numbers.Length; i++)
        {
            double[] values = [.. columns.Select(column => column[i])];
            string cells = string.Join(" | ", values.Select(value => value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {titles[i]} | {cells} | {GrowthFit.Exponent(sizes, values):0.00} |"));
        }

        Console.WriteLine();
    }

    private static Job Batch(int size, string folder)
    {
        new DenseModel { WeightBytes = (long)Megabyte }.Write(folder);
        return new Job(folder) { Batch = size, WarmCalls = 500 };
    }

    private static Job Inputs(int size, string folder)
    {
        new DenseModel { WeightBytes = (long)Megabyte, Inputs = size }.Write(folder);
        return new Job(folder) { WarmCalls = 500, WarmLoads = 15 };
    }

    private static Job Weights(int size, string folder)
    {
        new DenseModel { WeightBytes = (long)(size * Megabyte) }.Write(folder);
        return new Job(folder) { WatchesMemory = true };
    }

    private static Job Models(int size, string folder)
    {
        for (int i = 0; i < size; i++)
        {
            string own = size == 1 ? folder : Path.Combine(folder, i.ToString(CultureInfo.InvariantCulture));
            new DenseModel { WeightBytes = (long)Megabyte, Seed = i }.Write(own);
        }

        return new Job(folder) { Models = size, WarmCalls = 500, WatchesMemory = true };
    }
}
