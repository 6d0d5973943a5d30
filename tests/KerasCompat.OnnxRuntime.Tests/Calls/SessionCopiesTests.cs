using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Native;
using KerasCompat.OnnxRuntime.Sessions;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Calls;

public sealed class SessionCopiesTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMicroseconds(2);
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(2);

    [Fact]
    public void Short_calls_that_have_met_get_a_session_for_each_processor()
    {
        var copies = new Copies(most: 2);

        copies.Meet(Short);

        Assert.Same(copies.All.First, copies.All.Of(0));
        Assert.Same(copies.All.First, copies.All.Of(2));
        Assert.True(SpinWait.SpinUntil(() => copies.All.Of(1) != copies.All.First, TimeSpan.FromMinutes(1)));
        Assert.Same(copies.All.Of(1), copies.All.Of(3));
        Assert.Equal(2, copies.Loaded);
    }

    [Fact]
    public void A_processor_uses_the_first_session_while_its_own_is_loaded()
    {
        using var mayLoad = new ManualResetEventSlim();
        var copies = new Copies(most: 2, mayLoad.Wait);

        copies.Meet(Short);

        Assert.Same(copies.All.First, copies.All.Of(1));
        Assert.Same(copies.All.First, copies.All.Of(1));
        mayLoad.Set();
        Assert.True(SpinWait.SpinUntil(() => copies.All.Of(1) != copies.All.First, TimeSpan.FromMinutes(1)));
        Assert.Equal(2, copies.Loaded);
    }

    [Fact]
    public void A_session_that_cannot_be_loaded_again_is_replaced_by_the_first()
    {
        using var tried = new ManualResetEventSlim();
        var copies = new Copies(most: 2, () =>
        {
            tried.Set();
            throw new ModelFormatException("hand_made", null, "no memory", "Add memory.");
        });

        copies.Meet(Short);
        _ = copies.All.Of(1);
        tried.Wait(TestContext.Current.CancellationToken);

        Assert.Same(copies.All.First, copies.All.Of(1));
    }

    [Fact]
    public void Long_calls_share_a_session()
    {
        var copies = new Copies(most: 2);

        copies.Meet(Long);

        Assert.Same(copies.All.First, copies.All.Of(1));
        Assert.Equal(1, copies.Loaded);
    }

    [Fact]
    public void Calls_that_have_not_met_share_a_session()
    {
        var copies = new Copies(most: 2);

        copies.All.Bound();
        copies.All.Took(Short);

        Assert.Same(copies.All.First, copies.All.Of(1));
    }

    [Fact]
    public void One_session_stays_one()
    {
        var copies = new Copies(most: 1);

        copies.Meet(Short);

        Assert.Same(copies.All.First, copies.All.Of(1));
    }

    [Fact]
    public async Task Threads_get_their_own_results_also_after_calls_that_failed()
    {
        using OnnxModelEngine engine = new HandMadeModel(Third()).Load(new OnnxModelOptions { MaxSessions = Environment.ProcessorCount });
        SignatureRunner runner = engine.Prepare("third", ["index"], ["value"]);

        // Threads of their own, because sessions are loaded on those of the pool.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Factory.StartNew(
            () => CallMany(runner, caller), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    private static void CallMany(SignatureRunner runner, int caller)
    {
        for (int i = 0; i < 2000; i++)
        {
            using ModelCall call = runner.Rent();
            long index = (caller + i) % 4;
            OnnxCallTests.Write(call, 0, [1], [index]);
            if (index == 3)
            {
                Assert.Throws<ModelCallException>(() => call.Run(CancellationToken.None));
                continue;
            }

            call.Run(CancellationToken.None);
            Assert.Equal([10f * (index + 1)], OnnxCallTests.Read<float>(call, 0));
        }
    }

    // value = [10, 20, 30][index]; there is no fourth.
    private static SignatureProgram Third() => new(
        "third",
        [new("index", DType.Int64, new TensorShape(-1), 0)],
        [new("value", DType.Float32, new TensorShape(-1), 1)],
        [],
        [
            new OnnxGraph().Input("index", DType.Int64, -1).Output("value", DType.Float32, -1)
                .Constant("values", [3], 10, 20, 30).Node("Gather", ["values", "index"], ["value"]).Step([0], [1]),
        ],
        2);

    private sealed class Copies
    {
        private static readonly byte[] Model = new OnnxGraph().Input("x", DType.Float32, 1).Output("y", DType.Float32, 1)
            .Node("Neg", ["x"], ["y"]).Model().ToByteArray();

        private readonly Action _beforeCopy;
        private int _loaded;

        public Copies(int most, Action? beforeCopy = null)
        {
            _beforeCopy = beforeCopy ?? (() => { });
            All = new SessionCopies(Load, most, new ReferenceCount(() => All!.Free()));
        }

        public SessionCopies All { get; }

        public int Loaded => _loaded;

        public void Meet(TimeSpan time)
        {
            All.Bound();
            All.Took(time);
            All.Bound();
        }

        private OrtSession Load()
        {
            if (Interlocked.Increment(ref _loaded) > 1)
            {
                _beforeCopy();
            }

            using var options = new OrtSessionOptions();
            return new OrtSession(Model, options);
        }
    }
}
