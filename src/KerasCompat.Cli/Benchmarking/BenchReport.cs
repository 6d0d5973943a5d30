using System.Text.Json;
using KerasCompat.Cli.Terminal;
using Spectre.Console;

namespace KerasCompat.Cli.Benchmarking;

/// <summary>Prints what was measured.</summary>
internal static class BenchReport
{
    /// <summary>Shows a table that fills while it is measured; where nobody watches, the finished table.</summary>
    public static void WriteLive(
        ToolConsole console,
        string model,
        string signature,
        double loadMilliseconds,
        Func<Action<int, BenchResult>, IReadOnlyList<BenchResult>> run)
    {
        var results = new SortedDictionary<int, BenchResult>();
        IAnsiConsole output = console.Rich;
        output.WriteLine(Show.OneLine($"{model} {signature}, loaded in {Show.Invariant(loadMilliseconds, "0.0")} ms; times in microseconds"));
        console.Out.Flush();
        if (!output.Profile.Capabilities.Interactive)
        {
            run((place, result) => results[place] = result);
            output.Write(TableOf(results.Values));
            return;
        }

        output.Live(new Table()).Start(context => run((place, result) =>
        {
            results[place] = result;
            context.UpdateTarget(TableOf(results.Values));
        }));
    }

    /// <summary>Prints one JSON object: the first setting at the top, all of them under <c>runs</c>.</summary>
    public static void WriteJson(TextWriter output, string model, string signature, double loadMilliseconds, IReadOnlyList<BenchResult> results) =>
        JsonOutput.Write(output, json =>
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteString("signature", signature);
            json.WriteNumber("load_ms", Math.Round(loadMilliseconds, 3));
            WriteNumbers(json, results[0]);
            json.WriteStartArray("runs");
            foreach (BenchResult result in results)
            {
                json.WriteStartObject();
                WriteNumbers(json, result);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });

    private static void WriteNumbers(Utf8JsonWriter json, BenchResult result)
    {
        if (result.Setting.Batch is { } batch)
        {
            json.WriteNumber("batch", batch);
        }

        json.WriteNumber("threads", result.Setting.Threads);
        json.WriteNumber("calls", result.Latencies.Count);
        json.WriteNumber("median_us", Math.Round(result.Latencies.Percentile(0.5), 3));
        json.WriteNumber("p90_us", Math.Round(result.Latencies.Percentile(0.9), 3));
        json.WriteNumber("p99_us", Math.Round(result.Latencies.Percentile(0.99), 3));
        json.WriteNumber("calls_per_second", Math.Round(result.CallsPerSecond, 1));
        if (!double.IsNaN(result.BytesPerCall))
        {
            json.WriteNumber("bytes_per_call", Math.Round(result.BytesPerCall, 1));
        }

        if (result.Other is { } other)
        {
            json.WriteNumber("other_median_us", Math.Round(other.Percentile(0.5), 3));
            json.WriteNumber("other_p99_us", Math.Round(other.Percentile(0.99), 3));
            json.WriteNumber("ratio", Math.Round(result.Ratio!.Value, 4));
        }
    }

    private static Table TableOf(IReadOnlyCollection<BenchResult> results)
    {
        bool isCompared = results.Any(r => r.Other is not null);
        Table table = new Table().Border(TableBorder.Simple);
        string[] columns = ["batch", "threads", "p50", "p90", "p99", "calls/s", "B/call", .. isCompared ? (string[])["other", "ratio"] : []];
        foreach (string column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        }

        foreach (BenchResult result in results)
        {
            string[] cells =
            [
                result.Setting.Batch is { } batch ? Show.Invariant(batch) : "as is",
                Show.Invariant(result.Setting.Threads),
                Microseconds(result.Latencies.Percentile(0.5)),
                Microseconds(result.Latencies.Percentile(0.9)),
                Microseconds(result.Latencies.Percentile(0.99)),
                Show.Invariant(result.CallsPerSecond, "0"),
                double.IsNaN(result.BytesPerCall) ? "" : Show.Invariant(result.BytesPerCall, "0"),
            ];
            string[] compared = isCompared ? [Microseconds(result.Other?.Percentile(0.5) ?? double.NaN), Show.Invariant(result.Ratio ?? double.NaN, "0.00")] : [];
            table.AddRow([.. cells, .. compared]);
        }

        return table;
    }

    private static string Microseconds(double value) => double.IsNaN(value) ? "" : Show.Invariant(value, value < 100 ? "0.0" : "0");
}
