using BenchmarkDotNet.Attributes;

namespace KerasCompat.CallBenchmarks;

/// <summary>
/// One call of a small model with two inputs: by the generated client, and by ONNX Runtime's own API on the same graph. What is left is
/// what the client costs.
/// </summary>
[InProcess]
[MemoryDiagnoser]
public class LabelImageBenchmarks : IDisposable
{
    private readonly float[] _image = new float[10];
    private readonly float[] _label = new float[2];
    private readonly float[] _score = new float[1];
    private LabelImage _client = null!;
    private HandWritten _handWritten = null!;

    [GlobalSetup]
    public void Load()
    {
        _client = LabelImage.Load();
        _handWritten = new HandWritten();
    }

    [Benchmark(Baseline = true, Description = "ONNX Runtime, bound once")]
    public float Bound() => _handWritten.Bound(_image, _label);

    [Benchmark(Description = "client, into the caller's tensor")]
    public float ClientInto() => _client.Into(_image, _label, _score);

    [Benchmark(Description = "ONNX Runtime, OrtValue per call")]
    public float OrtValues() => _handWritten.OrtValues(_image, _label);

    [Benchmark(Description = "client, new tensors")]
    public float Client() => _client.New(_image, _label);

    [GlobalCleanup]
    public void Dispose()
    {
        _client.Dispose();
        _handWritten.Dispose();
        GC.SuppressFinalize(this);
    }
}
