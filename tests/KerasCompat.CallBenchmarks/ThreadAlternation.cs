using System.Diagnostics;

namespace KerasCompat.CallBenchmarks;

/// <summary>Measures how many calls threads make together, in turns: all threads make the one call, then all make the other.</summary>
internal static class ThreadAlternation
{
    private const int Rounds = 400;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(10);

    /// <summary>Measures.</summary>
    /// <param name="threads">How many threads.</param>
    /// <param name="ours">Makes the one call of a thread.</param>
    /// <param name="theirs">Makes the other call of a thread.</param>
    /// <returns>Nanoseconds per call of all threads together: the inverse of the throughput.</returns>
    public static (Timing Ours, Timing Theirs) Measure(int threads, Func<int, Action> ours, Func<int, Action> theirs)
    {
        long[] calls = new long[2 * Rounds];
        long start = 0;
        using var turn = new Barrier(threads, _ => Volatile.Write(ref start, Stopwatch.GetTimestamp()));
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() => Work([ours(thread), theirs(thread)])))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
        return (Times(0), Times(1));

        // One clock for all: a thread that gets its turn late has less of it left.
        void Work(Action[] both)
        {
            for (int i = 0; i < calls.Length; i++)
            {
                turn.SignalAndWait();
                long begin = Volatile.Read(ref start);
                Action call = both[i % 2];
                int own = 0;
                for (; Stopwatch.GetElapsedTime(begin) < Turn; own++)
                {
                    call();
                }

                Interlocked.Add(ref calls[i], own);
            }
        }

        // The first turn of each is to warm up.
        Timing Times(int which) => new(
            [.. calls.Where((_, i) => i % 2 == which).Skip(1).Select(count => Turn.TotalNanoseconds / Math.Max(count, 1))], double.NaN);
    }
}
