using System.Diagnostics;

namespace KerasCompat.Cli.Benchmarking;

/// <summary>Measures calls: warm, for a stated time, and where two are compared in rounds that alternate, so that neither has the better machine.</summary>
/// <param name="duration">How long to measure.</param>
internal sealed class Bench(TimeSpan duration)
{
    /// <summary>How many rounds a measurement has; after each it tells what is known.</summary>
    public const int Rounds = 20;

    // Fewer, because threads are started for each.
    private const int ThreadRounds = 8;
    private const int FewestCalls = 30;
    private const int WarmUpCalls = 10;

    /// <summary>Measures on one thread, alternating with another target where there is one.</summary>
    /// <param name="target">What is measured.</param>
    /// <param name="other">What it is compared with; null for nothing.</param>
    /// <param name="progress">Told what is known so far, from time to time.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    public (Latencies Ours, Latencies? Theirs, double BytesPerCall) Measure(
        IBenchTarget target,
        IBenchTarget? other,
        Action<Latencies, Latencies?> progress,
        CancellationToken cancellationToken)
    {
        Action ours = target.Prepare();
        Action? theirs = other?.Prepare();
        WarmUp(ours, cancellationToken);
        if (theirs is not null)
        {
            WarmUp(theirs, cancellationToken);
        }

        var ourTimes = new List<double>();
        var theirTimes = new List<double>();
        TimeSpan perRound = duration / (theirs is null ? Rounds : 2 * Rounds);
        long bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            bytes += Round(ours, perRound, ourTimes, cancellationToken);
            if (theirs is not null)
            {
                Round(theirs, perRound, theirTimes, cancellationToken);
            }

            progress(new Latencies(ourTimes), theirs is null ? null : new Latencies(theirTimes));
        }

        return (new Latencies(ourTimes), theirs is null ? null : new Latencies(theirTimes), (double)bytes / ourTimes.Count);
    }

    /// <summary>Measures the calls of several threads at once, alternating with another target where there is one.</summary>
    /// <param name="target">What is measured.</param>
    /// <param name="other">What it is compared with; null for nothing.</param>
    /// <param name="threads">How many threads.</param>
    /// <param name="cancellationToken">Stops between two calls.</param>
    /// <returns>The times of all calls, and how many of ours all threads together made in a second.</returns>
    public (Latencies Ours, Latencies? Theirs, double CallsPerSecond) MeasureThreads(
        IBenchTarget target,
        IBenchTarget? other,
        int threads,
        CancellationToken cancellationToken)
    {
        Action[] ours = Prepare(target, threads, cancellationToken);
        Action[]? theirs = other is null ? null : Prepare(other, threads, cancellationToken);
        var ourTimes = new List<double>();
        var theirTimes = new List<double>();
        double seconds = 0;
        TimeSpan perRound = duration / (theirs is null ? ThreadRounds : 2 * ThreadRounds);
        for (int round = 0; round < ThreadRounds; round++)
        {
            seconds += Round(ours, perRound, ourTimes, cancellationToken);
            if (theirs is not null)
            {
                Round(theirs, perRound, theirTimes, cancellationToken);
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return (new Latencies(ourTimes), theirs is null ? null : new Latencies(theirTimes), ourTimes.Count / seconds);
    }

    private static Action[] Prepare(IBenchTarget target, int threads, CancellationToken cancellationToken)
    {
        Action[] calls = [.. Enumerable.Range(0, threads).Select(_ => target.Prepare())];
        Array.ForEach(calls, call => WarmUp(call, cancellationToken));
        return calls;
    }

    /// <returns>How many seconds the round took.</returns>
    private static double Round(Action[] calls, TimeSpan time, List<double> times, CancellationToken cancellationToken)
    {
        var perThread = Array.ConvertAll(calls, _ => new List<double>());
        using var start = new Barrier(calls.Length);
        long begin = 0;
        Thread[] workers = [.. calls.Select((call, i) => new Thread(() =>
        {
            start.SignalAndWait(CancellationToken.None);
            Interlocked.CompareExchange(ref begin, Stopwatch.GetTimestamp(), 0);
            Round(call, time, perThread[i], cancellationToken);
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Array.ForEach(perThread, times.AddRange);
        return seconds;
    }

    private static void WarmUp(Action call, CancellationToken cancellationToken)
    {
        for (int i = 0; i < WarmUpCalls && !cancellationToken.IsCancellationRequested; i++)
        {
            call();
        }
    }

    /// <returns>The bytes that the calls allocated on this thread.</returns>
    private static long Round(Action call, TimeSpan time, List<double> times, CancellationToken cancellationToken)
    {
        long end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        long allocated = 0;
        int calls = 0;
        while ((Stopwatch.GetTimestamp() < end || calls < FewestCalls / Rounds + 1) && !cancellationToken.IsCancellationRequested)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            call();
            // Not through TimeSpan, whose ticks of 100 ns are coarse for calls of a microsecond.
            double microseconds = (Stopwatch.GetTimestamp() - start) * 1e6 / Stopwatch.Frequency;
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            times.Add(microseconds);
            calls++;
        }

        return allocated;
    }
}
