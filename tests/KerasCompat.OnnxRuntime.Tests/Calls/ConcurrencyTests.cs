using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Calls;

public sealed class ConcurrencyTests
{
    private const int Callers = 16;
    private const int CallsEach = 200;

    [Fact]
    public void Threads_that_call_at_once_get_their_own_results()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();
        SignatureRunner runner = engine.Prepare("add", ["x", "y"], ["sum"]);

        Parallel.For(0, Callers, new ParallelOptions { MaxDegreeOfParallelism = Callers }, caller =>
        {
            for (int i = 0; i < CallsEach; i++)
            {
                using ModelCall call = runner.Rent();
                int rows = 1 + ((caller + i) % 3);
                float[] x = [.. Enumerable.Repeat((float)caller, rows * 2)];
                float[] y = [.. Enumerable.Repeat((float)i, rows * 2)];
                OnnxCallTests.Write(call, 0, [rows, 2], x);
                OnnxCallTests.Write(call, 1, [rows, 2], y);
                call.Run(CancellationToken.None);
                Assert.All(OnnxCallTests.Read<float>(call, 0), sum => Assert.Equal(caller + i, sum));
            }
        });
    }

    [Fact]
    public async Task Asynchronous_calls_end_with_their_own_results()
    {
        using OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load(new OnnxModelOptions { MaxConcurrency = 2 });
        SignatureRunner runner = engine.Prepare("add", ["x", "y"], ["sum"]);

        float[] sums = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async i =>
        {
            using ModelCall call = runner.Rent();
            OnnxCallTests.Write(call, 0, [1, 2], [(float)i, i]);
            OnnxCallTests.Write(call, 1, [1, 2], [1f, 1]);
            await call.RunAsync(TestContext.Current.CancellationToken);
            return OnnxCallTests.Read<float>(call, 0)[0];
        }));

        Assert.Equal(Enumerable.Range(1, Callers).Select(i => (float)i), sums);
    }

    [Fact]
    public void Disposal_while_threads_call_ends_every_call_with_a_result_or_as_disposed()
    {
        OnnxModelEngine engine = new HandMadeModel(SmallPrograms.Add()).Load();
        SignatureRunner runner = engine.Prepare("add", ["x", "y"], ["sum"]);

        Parallel.For(0, Callers + 1, new ParallelOptions { MaxDegreeOfParallelism = Callers + 1 }, caller =>
        {
            if (caller == Callers)
            {
                engine.Dispose();
                return;
            }

            for (int i = 0; i < CallsEach; i++)
            {
                ModelCall call;
                try
                {
                    call = runner.Rent();
                }
                catch (ObjectDisposedException)
                {
                    return;
                }

                using (call)
                {
                    OnnxCallTests.Write(call, 0, [1, 2], [1f, 2]);
                    OnnxCallTests.Write(call, 1, [1, 2], [1f, 2]);
                    call.Run(CancellationToken.None);
                    Assert.Equal([2f, 4], OnnxCallTests.Read<float>(call, 0));
                }
            }
        });
    }
}
