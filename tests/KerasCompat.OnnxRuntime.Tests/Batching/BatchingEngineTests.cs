using System.Text;
using KerasCompat.Batching;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Tests.Calls;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Batching;

public sealed class BatchingEngineTests
{
    private const int Callers = 64;

    private static readonly BatchingOptions Gathering = new() { MaxRows = Callers, MaxDelay = TimeSpan.FromSeconds(10) };

    [Fact]
    public async Task Calls_that_come_together_run_as_one_and_each_gets_its_own_rows()
    {
        var recorder = new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load());
        using var engine = new BatchingEngine(recorder, Gathering);

        float[][] sums = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Add(engine, rows: 1, i)));

        Assert.Equal(Enumerable.Range(0, Callers).Select(i => new float[] { 2 * i, 2 * i }), sums);
        Assert.Equal([Callers], recorder.Rows);
    }

    [Fact]
    public async Task Calls_of_several_rows_keep_their_rows_together()
    {
        using var engine = new BatchingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), new BatchingOptions { MaxRows = 6, MaxDelay = TimeSpan.FromSeconds(10) });

        float[][] sums = await Task.WhenAll(Add(engine, 1, 1), Add(engine, 2, 2), Add(engine, 3, 3));

        Assert.Equal([2, 2], sums[0]);
        Assert.Equal([4, 4, 4, 4], sums[1]);
        Assert.Equal([6, 6, 6, 6, 6, 6], sums[2]);
    }

    [Fact]
    public async Task A_call_of_more_rows_than_a_batch_takes_runs_alone()
    {
        using var engine = new BatchingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), new BatchingOptions { MaxRows = 2, MaxDelay = TimeSpan.Zero });

        float[] sum = await Add(engine, 10, 1);

        Assert.Equal(Enumerable.Repeat(2f, 20), sum);
    }

    [Fact]
    public async Task A_lone_call_waits_no_longer_than_the_delay()
    {
        using var engine = new BatchingEngine(new HandMadeModel(SmallPrograms.Add()).Load());

        float[] sum = await Add(engine, 1, 1);

        Assert.Equal([2, 2], sum);
    }

    [Fact]
    public async Task A_batch_does_not_wait_when_all_callers_of_late_wait()
    {
        var recorder = new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load());
        using var engine = new BatchingEngine(recorder, new BatchingOptions { MaxRows = 6, MaxDelay = TimeSpan.FromHours(1) });

        await Task.WhenAll(Add(engine, rows: 2, 1), Add(engine, rows: 2, 2), Add(engine, rows: 2, 3));
        float[][] sums = await Task.WhenAll(Add(engine, rows: 1, 1), Add(engine, rows: 1, 2), Add(engine, rows: 1, 3));

        Assert.Equal(new float[][] { [2, 2], [4, 4], [6, 6] }, sums);
        Assert.Equal([6, 3], recorder.Rows);
    }

    [Fact]
    public async Task What_comes_while_a_batch_runs_is_the_next_batch()
    {
        using var gate = new Gate();
        var recorder = new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), gate.Pass);
        using var engine = new BatchingEngine(recorder, new BatchingOptions { MaxDelay = TimeSpan.Zero });

        Task<float[]> first = Add(engine, 1, 1);
        await gate.IsReached();
        Task<float[][]> others = Task.WhenAll(Add(engine, 1, 2), Add(engine, 2, 3));
        gate.Open(runs: 2);

        float[] sum = await first;
        Assert.Equal([2, 2], sum);
        Assert.Equal(new float[][] { [4, 4], [6, 6, 6, 6] }, await others);
        Assert.Equal([1, 3], recorder.Rows);
    }

    [Fact]
    public async Task As_many_batches_run_at_once_as_the_options_say()
    {
        using var bothRun = new Barrier(2);
        var recorder = new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), () => bothRun.SignalAndWait());
        using var engine = new BatchingEngine(recorder, new BatchingOptions { MaxRows = 2, MaxDelay = TimeSpan.FromHours(1), MaxConcurrency = 2 });

        float[][] sums = await Task.WhenAll(Add(engine, rows: 2, 1), Add(engine, rows: 2, 2));

        Assert.Equal(new float[][] { [2, 2, 2, 2], [4, 4, 4, 4] }, sums);
    }

    [Fact]
    public async Task Calls_of_a_closed_batch_end_when_memory_runs_out()
    {
        var recorder = new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), () => throw new InsufficientMemoryException());
        using var engine = new BatchingEngine(recorder, new BatchingOptions { MaxRows = 2, MaxDelay = TimeSpan.FromHours(1) });

        Task<float[]>[] calls = [Add(engine, 1, 1), Add(engine, 1, 2)];

        await Assert.ThrowsAsync<InsufficientMemoryException>(() => calls[0]);
        await Assert.ThrowsAsync<InsufficientMemoryException>(() => calls[1]);
    }

    [Fact]
    public async Task A_call_whose_values_fail_leaves_the_others_of_its_batch_alone()
    {
        using var engine = new BatchingEngine(new HandMadeModel(Lookup()).Load(), new BatchingOptions { MaxRows = 3, MaxDelay = TimeSpan.FromSeconds(10) });

        Task<string> first = Look(engine, 0);
        Task<string> wrong = Look(engine, 7);
        Task<string> last = Look(engine, 1);

        Assert.Equal("zero", await first);
        Assert.Equal("one", await last);
        ModelCallException failure = await Assert.ThrowsAsync<ModelCallException>(() => wrong);
        Assert.Contains("7", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_cancels_leaves_the_others_alone()
    {
        using var engine = new BatchingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), new BatchingOptions { MaxRows = 3, MaxDelay = TimeSpan.FromSeconds(10) });
        using var impatient = new CancellationTokenSource();

        Task<float[]> cancelled = AddUntil(engine, 1, 1, impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        float[][] sums = await Task.WhenAll(Add(engine, 1, 2), Add(engine, 2, 3));

        Assert.Equal([4, 4], sums[0]);
        Assert.Equal([6, 6, 6, 6], sums[1]);
    }

    [Fact]
    public async Task A_call_can_be_run_again_after_it_was_cancelled()
    {
        using var engine = new BatchingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), new BatchingOptions { MaxRows = 2, MaxDelay = TimeSpan.FromSeconds(10) });
        using ModelCall call = engine.Prepare("add", ["x", "y"], ["sum"]).Rent();
        using var impatient = new CancellationTokenSource();
        Write(call, 1, 1);
        ValueTask run = call.RunAsync(impatient.Token);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.AsTask());

        Write(call, 2, 5);
        await call.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal([10f, 10, 10, 10], OnnxCallTests.Read<float>(call, 0));
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_runs_does_not_run()
    {
        var recorder = new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load());
        using var engine = new BatchingEngine(recorder);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AddUntil(engine, 1, 1, new CancellationToken(canceled: true)));

        Assert.Empty(recorder.Rows);
    }

    [Fact]
    public async Task Calls_that_race_with_their_cancellation_end_with_their_own_result_or_as_cancelled()
    {
        using var engine = new BatchingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), new BatchingOptions { MaxDelay = TimeSpan.Zero });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (int i = 0; i < 500; i++)
            {
                using var impatient = new CancellationTokenSource();
                Task<float[]> call = AddUntil(engine, 1, caller + i, impatient.Token);
                await impatient.CancelAsync();
                try
                {
                    float[] sum = await call;
                    Assert.Equal([2f * (caller + i), 2f * (caller + i)], sum);
                }
                catch (OperationCanceledException)
                {
                    Assert.True(call.IsCanceled);
                }
            }
        })));
    }

    [Fact]
    public void A_tensor_of_another_shape_is_refused_before_it_reaches_a_batch()
    {
        using var engine = new BatchingEngine(new HandMadeModel(SmallPrograms.Add()).Load());
        using ModelCall call = engine.Prepare("add", ["x", "y"], ["sum"]).Rent();

        Assert.Throws<ModelArgumentException>(() => { call.WriteInput(0, DType.Float32, [1, 3]); });
    }

    [Fact]
    public void A_signature_whose_outputs_do_not_follow_the_rows_is_passed_on_as_it_is()
    {
        OnnxModelEngine inner = new HandMadeModel(WithoutRows()).Load();
        using var engine = new BatchingEngine(inner);

        Assert.Same(inner.Prepare("total", ["x"], ["sum"]), engine.Prepare("total", ["x"], ["sum"]));
    }

    [Fact]
    public async Task A_disposed_engine_takes_no_calls()
    {
        var engine = new BatchingEngine(new HandMadeModel(SmallPrograms.Add()).Load());
        SignatureRunner runner = engine.Prepare("add", ["x", "y"], ["sum"]);
        engine.Dispose();
        using ModelCall call = runner.Rent();
        Write(call, 1, 1);

        Assert.Throws<ObjectDisposedException>(() => call.Run(CancellationToken.None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call.RunAsync(TestContext.Current.CancellationToken).AsTask());
    }

    [Fact]
    public async Task A_call_that_is_given_back_before_it_has_run_leaves_its_memory_to_the_batch()
    {
        using var gate = new Gate();
        var recorder = new RecordingEngine(new HandMadeModel(SmallPrograms.Add()).Load(), gate.Pass);
        using var engine = new BatchingEngine(recorder, new BatchingOptions { MaxDelay = TimeSpan.Zero });
        ModelCall impatient = engine.Prepare("add", ["x", "y"], ["sum"]).Rent();
        Write(impatient, 1, 1);
        Task first = impatient.RunAsync(TestContext.Current.CancellationToken).AsTask();
        await gate.IsReached();

        impatient.Dispose();
        Task<float[]> second = Add(engine, 2, 5);
        gate.Open(runs: 2);

        await first;
        float[] sum = await second;
        Assert.Equal([10, 10, 10, 10], sum);
    }

    private static Task<float[]> Add(BatchingEngine engine, int rows, float value) => AddUntil(engine, rows, value, CancellationToken.None);

    private static async Task<float[]> AddUntil(BatchingEngine engine, int rows, float value, CancellationToken cancellationToken)
    {
        using ModelCall call = engine.Prepare("add", ["x", "y"], ["sum"]).Rent();
        Write(call, rows, value);
        await call.RunAsync(cancellationToken);
        return OnnxCallTests.Read<float>(call, 0);
    }

    private static void Write(ModelCall call, int rows, float value)
    {
        float[] values = [.. Enumerable.Repeat(value, rows * 2)];
        OnnxCallTests.Write(call, 0, [rows, 2], values);
        OnnxCallTests.Write(call, 1, [rows, 2], values);
    }

    private static async Task<string> Look(BatchingEngine engine, int index)
    {
        using ModelCall call = engine.Prepare("lookup", ["index"], ["word"]).Rent();
        OnnxCallTests.Write(call, 0, [1], [index]);
        await call.RunAsync(TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(call.ReadStringOutput(0)[0].Span);
    }

    private static SignatureProgram Lookup()
    {
        var program = new KernelPrograms("lookup");
        int index = program.Input("index", DType.Int32, -1);
        int words = program.Constant(Kernels.KernelCase.Strings([2], "zero", "one"));
        int word = program.Kernel("GatherV2", [words, index, program.Integer(0)]);
        SignatureProgram lookup = program.Output("word", DType.String, word).Program();
        return lookup with { Outputs = [lookup.Outputs[0] with { Shape = new TensorShape(-1) }] };
    }

    private static SignatureProgram WithoutRows() => new(
        "total",
        [new("x", DType.Float32, new TensorShape(-1, 2), 0)],
        [new("sum", DType.Float32, new TensorShape(1, 1), 1)],
        [],
        [new OnnxGraph().Input("x", DType.Float32, -1, 2).Output("sum", DType.Float32, 1, 1).Node("ReduceSum", ["x"], ["sum"]).Step([0], [1])],
        2);
}
