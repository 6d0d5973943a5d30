using System.Reflection;
using KerasCompat.Batching;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime;

namespace KerasCompat.CallBenchmarks;

/// <summary>Calls of <c>perf/recommender</c> with one row each, as they come or gathered.</summary>
internal sealed class RecommenderCalls : IDisposable
{
    private static readonly string Folder = Path.Combine(
        typeof(RecommenderCalls).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TestModels").Value!, "perf", "recommender");

    private readonly IModelEngine _engine;
    private readonly SignatureRunner _runner;
    private readonly SignatureContract _signature;

    /// <summary>Loads the model.</summary>
    /// <param name="batching">How calls are gathered; null for calls as they come.</param>
    /// <param name="intraOpThreads">How many threads work on one op; 0 for ONNX Runtime's default.</param>
    public RecommenderCalls(BatchingOptions? batching, int intraOpThreads)
    {
        IModelEngine engine = OnnxModelEngine.Load(Folder, new OnnxModelOptions { IntraOpThreads = intraOpThreads });
        _engine = batching is null ? engine : new BatchingEngine(engine, batching);
        _signature = _engine.Contract.FindSignature("serving_default")!;
        _runner = _engine.Prepare(_signature.Key, [.. _signature.Inputs.Select(i => i.Key)], [.. _signature.Outputs.Select(o => o.Key)]);
    }

    /// <summary>A call for which the thread waits.</summary>
    public void Call()
    {
        using ModelCall call = _runner.Rent();
        Write(call);
        call.Run();
        Read(call);
    }

    /// <summary>A call that holds no thread while it waits.</summary>
    public async Task CallAsync()
    {
        using ModelCall call = _runner.Rent();
        Write(call);
        await call.RunAsync().ConfigureAwait(false);
        Read(call);
    }

    public void Dispose() => _engine.Dispose();

    private void Write(ModelCall call)
    {
        for (int i = 0; i < _signature.Inputs.Count; i++)
        {
            call.WriteInput(i, _signature.Inputs[i].DType, [1, 1]).Clear();
        }
    }

    private void Read(ModelCall call)
    {
        for (int i = 0; i < _signature.Outputs.Count; i++)
        {
            call.ReadOutput(i, _signature.Outputs[i].DType);
        }
    }
}
