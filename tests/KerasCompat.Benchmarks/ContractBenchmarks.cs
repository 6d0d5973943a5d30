using BenchmarkDotNet.Attributes;
using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Benchmarks;

/// <summary>What it costs to read the contract of a SavedModel whose graph has 1 GB, as a frozen model's has.</summary>
[InProcess]
[MemoryDiagnoser]
public class ContractBenchmarks
{
    private LargeModel _model = null!;

    /// <summary>Writes the model.</summary>
    [GlobalSetup]
    public void Setup() => _model = new LargeModel();

    /// <summary>Deletes the model.</summary>
    [GlobalCleanup]
    public void Cleanup() => _model.Delete();

    /// <summary>As a client does that loads the model.</summary>
    [Benchmark(Baseline = true)]
    public ModelContract Contract() => ContractFactory.Create(SavedModelReader.Read(_model.Folder), withFingerprint: false);

    /// <summary>As a build does, which also looks for ops that the engine lacks.</summary>
    [Benchmark]
    public ModelContract Contract_and_ops() => ContractFactory.Create(SavedModelReader.Read(_model.Folder, withOps: true), withFingerprint: false);
}
