using System.Globalization;
using System.Reflection;
using KerasCompat.LoadBenchmarks.Models;

namespace KerasCompat.LoadBenchmarks.Reports;

/// <summary>
/// Time from the files to the first answer: a SavedModel on this library, and the same model as an ONNX file on ONNX Runtime. The ways take
/// turns, each time in a new process.
/// </summary>
internal static class LoadReport
{
    private const int Rounds = 21;
    private const int WarmLoads = 10;
    private static readonly string[] Default = ["mobilenet_v2", "bert_mini", "lstm_classifier", "recommender"];

    /// <summary>Measures and prints.</summary>
    /// <param name="models">Folders, each followed by its ONNX file; none for the models of tests/models/perf.</param>
    public static void Write(string[] models)
    {
        if (models.Length == 0)
        {
            string root = typeof(LoadReport).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "TestModels").Value!;
            models = [.. Default.SelectMany(name => new[] { Path.Combine(root, "perf", name), Path.Combine(root, "perf", name + ".tf2onnx.onnx") })];
        }

        Console.WriteLine("Milliseconds from the files to the first answer, medians, and their ratio to the ONNX file's:");
        Console.WriteLine("| model | process | ONNX file | SavedModel | ratio | from the cache | ratio |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (string[] pair in models.Chunk(2))
        {
            Write(pair[0], pair[1]);
        }
    }

    private static void Write(string folder, string onnxFile)
    {
        using var cache = new ModelFolder();
        Job[] jobs = [new(onnxFile) { WarmLoads = WarmLoads }, new(folder) { WarmLoads = WarmLoads }, new(folder, cache.Path) { WarmLoads = WarmLoads }];
        Worker.Measure(jobs[2]);
        List<Measurement>[] results = [[], [], []];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < jobs.Length; i++)
            {
                results[i].Add(Worker.Measure(jobs[i]));
            }
        }

        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        WriteRow(name, "new", results, measurement => measurement.AnswerMilliseconds);
        WriteRow(name, "running", results, measurement => measurement.WarmMilliseconds);
    }

    private static void WriteRow(string name, string process, List<Measurement>[] results, Func<Measurement, double> number)
    {
        double[] medians = Array.ConvertAll(results, result => Measurement.Median(result, number));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {process} | {medians[0]:0.0} | {medians[1]:0.0} | {medians[1] / medians[0]:0.00} | {medians[2]:0.0} | {medians[2] / medians[0]:0.00} |"));
    }
}
