using System.Diagnostics;

namespace KerasCompat.CallBenchmarks;

/// <summary>Measures how many calls asynchronous callers make together, in turns: all make the one call, then all make the other.</summary>
internal static class TaskAlternation
{
    private const int Rounds = 100;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    /// <summary>Measures.</summary>
    /// <param name="callers">How many callers.</param>
    /// <param name="ours">The one call.</param>
    /// <param name="theirs">The other call.</param>
    /// <returns>Nanoseconds per call of all callers together: the inverse of the throughput.</returns>
    public static (Timing Ours, Timing Theirs) Measure(int callers, Func<Task> ours, Func<Task> theirs)
    {
        double[] ourTimes = new double[Rounds], theirTimes = new double[Rounds];
        Round(callers, ours);
        Round(callers, theirs);
        for (int round = 0; round < Rounds; round++)
        {
            ourTimes[round] = Round(callers, ours);
            theirTimes[round] = Round(callers, theirs);
        }

        return (new Timing(ourTimes, double.NaN), new Timing(theirTimes, double.NaN));
    }

    private static double Round(int callers, Func<Task> call)
    {
        long start = Stopwatch.GetTimestamp();
        int calls = 0;
        Task.WaitAll([.. Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            int own = 0;
            for (; Stopwatch.GetElapsedTime(start) < Turn; own++)
            {
                await call().ConfigureAwait(false);
            }

            Interlocked.Add(ref calls, own);
        }))]);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls;
    }
}
