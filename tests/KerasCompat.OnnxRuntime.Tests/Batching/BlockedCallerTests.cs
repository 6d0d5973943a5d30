using System.Collections.Concurrent;
using System.Diagnostics;
using KerasCompat.Batching;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.Calls;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Batching;

/// <summary>Callers whose threads wait: short calls are theirs alone, longer ones are gathered.</summary>
public sealed class BlockedCallerTests
{
    // As many as are timed before it is decided.
    private const int TimedCalls = 256;
    private const int Callers = 4;

    private static readonly BatchingOptions Gathering = new() { MaxRows = Callers, MaxDelay = TimeSpan.FromHours(1) };

    [Fact]
    public void Short_calls_are_run_alone()
    {
        var recorder = new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load());
        using var engine = new BatchingEngine(recorder, Gathering);

        for (int i = 0; i < 2 * TimedCalls; i++)
        {
            Assert.Equal(2f * i, Add(engine, i, TestContext.Current.CancellationToken));
        }

        Assert.All(recorder.Rows, rows => Assert.Equal(1, rows));
    }

    [Fact]
    public async Task Long_calls_are_gathered_and_run_by_one_of_the_callers()
    {
        var runners = new ConcurrentQueue<int>();
        var recorder = new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), () =>
        {
            runners.Enqueue(Environment.CurrentManagedThreadId);
            TakeLong();
        });
        using var engine = new BatchingEngine(recorder, Gathering);
        LearnThatCallsAreLong(engine);

        (float Sum, int Thread)[] calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => OnOwnThread(() => Add(engine, i))));

        Assert.Equal([0, 2, 4, 6], calls.Select(call => call.Sum));
        Assert.Equal(Callers, recorder.Rows.Last());
        Assert.Contains(runners.Last(), calls.Select(call => call.Thread));
    }

    [Fact]
    public async Task A_blocked_caller_that_cancels_goes_on()
    {
        using var engine = new BatchingEngine(new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), TakeLong), Gathering);
        LearnThatCallsAreLong(engine);
        using var impatient = new CancellationTokenSource();

        Task<(float, int)> call = OnOwnThread(() => Add(engine, 1, impatient.Token));
        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_blocked_caller_waits_no_longer_than_the_delay()
    {
        using var engine = new BatchingEngine(
            new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), TakeLong), new BatchingOptions { MaxRows = Callers });
        LearnThatCallsAreLong(engine);

        (float sum, _) = await OnOwnThread(() => Add(engine, 1));

        Assert.Equal(2, sum);
    }

    private static void LearnThatCallsAreLong(BatchingEngine engine)
    {
        for (int i = 0; i < TimedCalls; i++)
        {
            Add(engine, i);
        }
    }

    private static void TakeLong()
    {
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < TimeSpan.FromMicroseconds(50);)
        {
            Thread.SpinWait(10);
        }
    }

    private static Task<(float Sum, int Thread)> OnOwnThread(Func<float> call) => Task.Factory.StartNew(
        () => (call(), Environment.CurrentManagedThreadId), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static float Add(BatchingEngine engine, float value, CancellationToken cancellationToken = default)
    {
        using ModelCall call = engine.Prepare("add", ["x", "y"], ["sum"]).Rent();
        OnnxCallTests.Write(call, 0, [1, 2], [value, value]);
        OnnxCallTests.Write(call, 1, [1, 2], [value, value]);
        call.Run(cancellationToken);
        return OnnxCallTests.Read<float>(call, 0)[0];
    }
}
