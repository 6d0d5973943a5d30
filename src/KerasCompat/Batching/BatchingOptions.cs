namespace KerasCompat.Batching;

/// <summary>How a <see cref="BatchingEngine"/> gathers calls.</summary>
public sealed record BatchingOptions
{
    /// <summary>The most rows that are run as one; a call that has more by itself is run alone. At least 1.</summary>
    public int MaxRows { get; init; } = 64;

    /// <summary>
    /// How long the first call of a batch waits for others at most. It waits no longer when all callers of late wait, so a lone caller waits only
    /// once. Zero gathers only what comes in while an earlier batch runs, and adds no latency; a longer
    /// delay makes fuller batches. Waits are as exact as the system's timer, about a millisecond. At most a day.
    /// </summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// How many batches of a signature are run at once. 1 is right where the engine divides the work of a batch among the processors. Where it
    /// computes each call on one thread (<c>IntraOpThreads = 1</c>), the number of processors: with <see cref="MaxRows"/> so small that callers
    /// fill as many batches. At least 1.
    /// </summary>
    public int MaxConcurrency { get; init; } = 1;
}
