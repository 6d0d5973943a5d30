using System.Globalization;
using KerasCompat.CallBenchmarks;

namespace KerasCompat.Benchmarks;

/// <summary>The models of texts beside what one would write without them, measured in turns: right on a machine that others use, too.</summary>
internal static class TextRatios
{
    /// <summary>Measures and prints.</summary>
    /// <param name="output">Where to print.</param>
    public static void Run(TextWriter output)
    {
        foreach (int rows in (int[])[100, 1000, 10_000])
        {
            var vectorization = new TextVectorizationBenchmarks { Rows = rows };
            vectorization.Setup();
            Write(output, $"TextVectorization, {rows} rows", Alternation.Measure(() => vectorization.Model(), () => vectorization.Naive()));
            vectorization.Cleanup();

            var lookup = new StringLookupBenchmarks { Rows = rows };
            lookup.Setup();
            Write(output, $"StringLookup, {rows} rows", Alternation.Measure(() => lookup.Model(), () => lookup.Naive()));
            lookup.Cleanup();
        }
    }

    private static void Write(TextWriter output, string what, (Timing Ours, Timing Naive) measured) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: median {measured.Ours.Median / 1000:0.0} us, naive {measured.Naive.Median / 1000:0.0} us, {measured.Naive.Median / measured.Ours.Median:0.00} times faster; "
        + $"least {measured.Ours.Least / 1000:0.0} us, naive {measured.Naive.Least / 1000:0.0} us, {measured.Naive.Least / measured.Ours.Least:0.00} times faster"));
}
