using KerasCompat.Cli.Verification;

namespace KerasCompat.Cli.Tests.Verification;

public class MemoryGateTests
{
    [Fact]
    public async Task Work_waits_until_there_is_room()
    {
        var gate = new MemoryGate(limit: 10);
        IDisposable first = await gate.EnterAsync(6, CancellationToken.None);
        Task<IDisposable> second = gate.EnterAsync(6, CancellationToken.None);
        bool waited = !second.IsCompleted;

        first.Dispose();

        Assert.True(waited);
        (await second).Dispose();
    }

    [Fact]
    public async Task Work_that_is_larger_than_the_limit_runs_alone()
    {
        var gate = new MemoryGate(limit: 10);
        IDisposable large = await gate.EnterAsync(1000, CancellationToken.None);
        Task<IDisposable> small = gate.EnterAsync(1, CancellationToken.None);
        bool waited = !small.IsCompleted;

        large.Dispose();

        Assert.True(waited);
        (await small).Dispose();
    }

    [Fact]
    public async Task Work_that_gives_up_waiting_takes_no_room()
    {
        var gate = new MemoryGate(limit: 10);
        using var giveUp = new CancellationTokenSource();
        IDisposable first = await gate.EnterAsync(10, CancellationToken.None);
        Task<IDisposable> second = gate.EnterAsync(10, giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        first.Dispose();

        (await gate.EnterAsync(10, CancellationToken.None)).Dispose();
    }
}
