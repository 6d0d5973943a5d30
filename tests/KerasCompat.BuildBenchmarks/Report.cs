using System.Globalization;

namespace KerasCompat.BuildBenchmarks;

/// <summary>Builds projects in turns, so that whatever else the machine does falls on all of them, and writes the medians.</summary>
internal static class Report
{
    /// <summary>Measures and writes a table. The first round is not counted.</summary>
    /// <param name="title">What is measured.</param>
    /// <param name="projects">The projects; the first one is what the others are compared with, and then the second one.</param>
    /// <param name="rounds">How often each is built.</param>
    /// <param name="build">Builds one and tells how long it took.</param>
    public static void Write(string title, MeasuredProject[] projects, int rounds, Func<MeasuredProject, TimeSpan> build)
    {
        Dictionary<MeasuredProject, List<double>> times = projects.ToDictionary(project => project, _ => new List<double>());
        for (int round = 0; round <= rounds; round++)
        {
            foreach (MeasuredProject project in projects)
            {
                double seconds = build(project).TotalSeconds;
                if (round > 0)
                {
                    times[project].Add(seconds);
                }
            }
        }

        Console.WriteLine($"\n{title} ({rounds} rounds)\n\n| project | median | fastest | more than {projects[0].Name} | more than {projects[1].Name} |\n|---|---|---|---|---|");
        foreach (MeasuredProject project in projects)
        {
            // Of each round the difference first: what slows a round down slows down all of it.
            string[] more = Array.ConvertAll(projects[..2], baseline => Text(Median(times[project].Zip(times[baseline], (time, other) => time - other))));
            Console.WriteLine($"| {project.Name} | {Text(Median(times[project]))} s | {Text(times[project].Min())} s | {more[0]} s | {more[1]} s |");
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Text(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);
}
