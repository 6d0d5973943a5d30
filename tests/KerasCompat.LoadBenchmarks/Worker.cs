using System.Diagnostics;

namespace KerasCompat.LoadBenchmarks;

/// <summary>Does a job in this process, and starts processes that do jobs: what is loaded first in a process costs most.</summary>
internal static class Worker
{
    /// <summary>The argument that makes a process do a job.</summary>
    public const string Command = "--job";

    /// <summary>Does a job in a new process.</summary>
    /// <exception cref="InvalidOperationException">The process failed.</exception>
    public static Measurement Measure(Job job)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, [.. isHost ? [typeof(Worker).Assembly.Location] : Array.Empty<string>(), Command, .. job.Arguments])
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Measurement.Parse(output) : throw new InvalidOperationException($"A process that loaded '{job.Model}' failed.");
    }

    /// <summary>Does a job and prints what was measured.</summary>
    public static void Run(string[] arguments)
    {
        Job job = Job.Parse(arguments);
        using PrivateMemory? memory = job.WatchesMemory ? new PrivateMemory() : null;
        long start = Stopwatch.GetTimestamp();
        var targets = new List<ILoadTarget>();
        foreach (ILoadTarget target in job.Targets())
        {
            targets.Add(target);
            target.Load();
        }

        double load = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        targets.ForEach(target => target.Call());
        double answer = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        (double privateBytes, double peak) = memory?.Measure() ?? (double.NaN, double.NaN);
        var calls = new List<double>();
        for (int i = 0; i < job.WarmCalls; i++)
        {
            calls.Add(Time(() => targets[^1].Call()) * 1000);
        }

        targets.ForEach(target => target.Dispose());
        var loads = new List<double>();
        for (int i = 0; i < job.WarmLoads; i++)
        {
            ILoadTarget again = job.Targets().First();
            loads.Add(Time(() =>
            {
                again.Load();
                again.Call();
            }));
            again.Dispose();
        }

        Console.WriteLine(new Measurement(load, answer, Measurement.Median(loads), Measurement.Median(calls), privateBytes, peak));
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
