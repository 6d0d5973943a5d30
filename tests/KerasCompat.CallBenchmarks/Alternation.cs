using System.Diagnostics;

namespace KerasCompat.CallBenchmarks;

/// <summary>Measures two calls in short turns, so that whatever else the machine does meets both alike.</summary>
internal static class Alternation
{
    private const int Rounds = 400;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(5);

    /// <summary>Measures.</summary>
    /// <param name="ours">The one call.</param>
    /// <param name="theirs">What it is compared with.</param>
    public static (Timing Ours, Timing Theirs) Measure(Action ours, Action theirs)
    {
        Repeat(ours, WarmUp);
        Repeat(theirs, WarmUp);
        int ourCalls = CallsPerTurn(ours), theirCalls = CallsPerTurn(theirs);
        double[] ourTimes = new double[Rounds], theirTimes = new double[Rounds];
        long ourBytes = long.MaxValue, theirBytes = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            ourTimes[round] = Time(ours, ourCalls, ref ourBytes);
            theirTimes[round] = Time(theirs, theirCalls, ref theirBytes);
        }

        return (new Timing(ourTimes, (double)ourBytes / ourCalls), new Timing(theirTimes, (double)theirBytes / theirCalls));
    }

    private static int CallsPerTurn(Action call) => Math.Max(1, Repeat(call, Turn));

    private static int Repeat(Action call, TimeSpan time)
    {
        int calls = 0;
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; calls++)
        {
            call();
        }

        return calls;
    }

    // The fewest bytes of all turns: the runtime counts the rest of an allocation buffer, too, when a collection takes it away.
    private static double Time(Action call, int calls, ref long bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
        {
            call();
        }

        double nanoseconds = (Stopwatch.GetTimestamp() - start) * 1e9 / Stopwatch.Frequency / calls;
        bytes = Math.Min(bytes, GC.GetAllocatedBytesForCurrentThread() - before);
        return nanoseconds;
    }
}
