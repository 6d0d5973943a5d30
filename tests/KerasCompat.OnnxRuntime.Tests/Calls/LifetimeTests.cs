using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Calls;

public sealed class LifetimeTests
{
    [Fact]
    public void A_disposed_engine_takes_no_calls()
    {
        OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();
        SignatureRunner runner = engine.Prepare("add", ["x", "y"], ["sum"]);
        runner.Rent().Dispose();

        engine.Dispose();

        Assert.Throws<ObjectDisposedException>(() => runner.Rent());
        Assert.Throws<ObjectDisposedException>(() => engine.Prepare("add", ["x", "y"], ["sum"]));
    }

    [Fact]
    public void A_call_that_was_rented_before_the_disposal_still_runs()
    {
        OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();
        using ModelCall call = engine.Prepare("add", ["x", "y"], ["sum"]).Rent();

        engine.Dispose();
        OnnxCallTests.Write(call, 0, [1, 2], [1f, 2]);
        OnnxCallTests.Write(call, 1, [1, 2], [1f, 2]);
        call.Run(TestContext.Current.CancellationToken);

        Assert.Equal([2f, 4], OnnxCallTests.Read<float>(call, 0));
    }

    [Fact]
    public void The_model_is_closed_when_the_last_call_has_ended()
    {
        var model = new HandMadeModel(SmallPrograms.Add());
        OnnxModelEngine engine = model.Load();
        ModelCall call = engine.Prepare("add", ["x", "y"], ["sum"]).Rent();

        engine.Dispose();
        bool closedBefore = model.IsDisposed;
        call.Dispose();

        Assert.False(closedBefore);
        Assert.True(model.IsDisposed);
    }

    [Fact]
    public void A_call_disposed_twice_is_not_given_to_two_callers()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();
        SignatureRunner runner = engine.Prepare("add", ["x", "y"], ["sum"]);
        ModelCall call = runner.Rent();

        call.Dispose();
        call.Dispose();
        using ModelCall first = runner.Rent();
        using ModelCall second = runner.Rent();

        Assert.NotSame(first, second);
    }

    [Fact]
    public void Disposing_an_engine_twice_is_harmless()
    {
        OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();

        engine.Dispose();
        engine.Dispose();
    }

    [Fact]
    public void A_cancelled_call_ends_as_cancelled_and_the_next_one_runs()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();
        SignatureRunner runner = engine.Prepare("add", ["x", "y"], ["sum"]);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using ModelCall call = runner.Rent();
        OnnxCallTests.Write(call, 0, [1, 2], [1f, 2]);
        OnnxCallTests.Write(call, 1, [1, 2], [1f, 2]);

        Assert.ThrowsAny<OperationCanceledException>(() => call.Run(cancelled.Token));
        call.Run(TestContext.Current.CancellationToken);

        Assert.Equal([2f, 4], OnnxCallTests.Read<float>(call, 0));
    }
}
