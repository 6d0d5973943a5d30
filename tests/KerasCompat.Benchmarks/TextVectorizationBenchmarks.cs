using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using BenchmarkDotNet.Attributes;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime;

namespace KerasCompat.Benchmarks;

/// <summary>
/// Texts to the indices of their words, by the model <c>layers/text_vectorization</c> and by what one would write without it: lower case,
/// punctuation stripped by a regular expression, split at white space, looked up in a dictionary, cut and padded to five.
/// </summary>
[InProcess]
[MemoryDiagnoser]
public class TextVectorizationBenchmarks
{
    private const int Words = 5;
    private static readonly string[] Vocabulary = ["the", "sat", "mat", "dog", "cat", "on", "a"];
    private static readonly Regex Punctuation = new(@"[!""#$%&()\*\+,-\./:;<=>?@\[\\\]^_`{|}~\']");

    private readonly Dictionary<string, long> _indices = Vocabulary.Select((word, i) => (word, index: (long)i + 2)).ToDictionary(pair => pair.word, pair => pair.index);
    private OnnxModelEngine _engine = null!;
    private ModelCall _call = null!;
    private string[] _texts = null!;
    private ReadOnlyMemory<byte>[] _bytes = null!;
    private long[] _result = null!;

    /// <summary>How many texts a call has.</summary>
    [Params(10, 1000, 10_000)]
    public int Rows { get; set; }

    /// <summary>Loads the model and makes the texts.</summary>
    [GlobalSetup]
    public void Setup()
    {
        string models = typeof(TextVectorizationBenchmarks).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TestModels").Value!;
        _engine = OnnxModelEngine.Load(Path.Combine(models, "layers", "text_vectorization"));
        _call = _engine.Prepare("serving_default", ["x"], ["text_vectorization"]).Rent();
        _texts = [.. Enumerable.Range(0, Rows).Select(i => string.Join(' ', Enumerable.Range(0, 10).Select(k => Vocabulary[((i * 7) + (k * 3)) % Vocabulary.Length] + (k % 3 == 0 ? "," : "") + (k == 0 ? "Word" + i : ""))))];
        _bytes = [.. _texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))];
        _result = new long[Rows * Words];
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
    public long Naive()
    {
        for (int row = 0; row < _texts.Length; row++)
        {
            long[] indices = [.. Punctuation.Replace(_texts[row].ToLowerInvariant(), "")
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Select(word => _indices.GetValueOrDefault(word, 1))
                .Concat(Enumerable.Repeat(0L, Words))
                .Take(Words)];
            indices.CopyTo(_result, row * Words);
        }

        return _result[^1];
    }

    /// <summary>The whole model, from the bytes of the texts to the indices.</summary>
    [Benchmark]
    public int Model()
    {
        _bytes.CopyTo(_call.WriteStringInput(0, [Rows, 1]));
        _call.Run();
        return _call.ReadOutput(0, Contracts.DType.Int64).Length;
    }
}
