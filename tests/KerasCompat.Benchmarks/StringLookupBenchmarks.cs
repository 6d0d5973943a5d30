using System.Reflection;
using System.Text;
using BenchmarkDotNet.Attributes;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime;

namespace KerasCompat.Benchmarks;

/// <summary>Texts to indices by the model <c>layers/string_lookup</c>, and by a dictionary of .NET's strings from the same bytes.</summary>
[InProcess]
[MemoryDiagnoser]
public class StringLookupBenchmarks
{
    private static readonly string[] Vocabulary = ["a", "b", "c"];

    private readonly Dictionary<string, long> _indices = Vocabulary.Select((word, i) => (word, index: (long)i + 1)).ToDictionary(pair => pair.word, pair => pair.index);
    private OnnxModelEngine _engine = null!;
    private ModelCall _call = null!;
    private ReadOnlyMemory<byte>[] _bytes = null!;

    /// <summary>How many texts a call has.</summary>
    [Params(10, 1000, 10_000)]
    public int Rows { get; set; }

    /// <summary>Loads the model and makes the texts.</summary>
    [GlobalSetup]
    public void Setup()
    {
        string models = typeof(StringLookupBenchmarks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TestModels").Value!;
        _engine = OnnxModelEngine.Load(Path.Combine(models, "layers", "string_lookup"));
        Contracts.SignatureContract signature = _engine.Contract.Signatures.Single(s => s.Key == "serving_default");
        _call = _engine.Prepare(signature.Key, [signature.Inputs[0].Key], [signature.Outputs[0].Key]).Rent();
        _bytes = [.. Enumerable.Range(0, Rows).Select(i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(i % 4 == 3 ? "none" + i : Vocabulary[i % 3]))];
    }

    /// <summary>Unloads the model.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _call.Dispose();
        _engine.Dispose();
    }

    /// <summary>Over .NET's strings.</summary>
    [Benchmark(Baseline = true)]
    public long Naive() => _bytes.Select(text => _indices.GetValueOrDefault(Encoding.UTF8.GetString(text.Span), 0)).ToArray()[^1];

    /// <summary>The whole model.</summary>
    [Benchmark]
    public int Model()
    {
        _bytes.CopyTo(_call.WriteStringInput(0, [Rows / 2, 2]));
        _call.Run();
        return _call.ReadOutput(0, Contracts.DType.Int64).Length;
    }
}
