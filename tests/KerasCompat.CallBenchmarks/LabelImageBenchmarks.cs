using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Microsoft.ML.OnnxRuntime;

namespace KerasCompat.CallBenchmarks;

/// <summary>
/// One call of a small model with two inputs: by the generated client, and by ONNX Runtime's own API on the same graph as a careful
/// programmer would write it. What is left is what the client costs.
/// </summary>
[InProcess]
[MemoryDiagnoser]
public class LabelImageBenchmarks : IDisposable
{
    private static readonly nint[] ImageShape = [1, 10];
    private static readonly nint[] LabelShape = [1, 2];
    private static readonly nint[] ScoreShape = [1, 1];

    private readonly float[] _image = new float[10];
    private readonly float[] _label = new float[2];
    private readonly float[] _score = new float[1];
    private readonly float[] _boundImage = new float[10];
    private readonly float[] _boundLabel = new float[2];
    private readonly float[] _boundScore = new float[1];
    private LabelImage _client = null!;
    private InferenceSession _session = null!;
    private OrtIoBinding _binding = null!;
    private RunOptions _options = null!;
    private string[] _inputs = null!;
    private string[] _outputs = null!;

    [GlobalSetup]
    public void Load()
    {
        _client = LabelImage.Load();
        (_session, string image, string label, string score) = LabelImageGraph.Load();
        _inputs = [image, label];
        _outputs = [score];
        _options = new RunOptions();
        _binding = _session.CreateIoBinding();
        _binding.BindInput(image, OrtValue.CreateTensorValueFromMemory(_boundImage, [1, 10]));
        _binding.BindInput(label, OrtValue.CreateTensorValueFromMemory(_boundLabel, [1, 2]));
        _binding.BindOutput(score, OrtValue.CreateTensorValueFromMemory(_boundScore, [1, 1]));
    }

    [Benchmark(Baseline = true, Description = "ONNX Runtime, bound once")]
    public float Bound()
    {
        _image.CopyTo(_boundImage, 0);
        _label.CopyTo(_boundLabel, 0);
        _session.RunWithBinding(_options, _binding);
        return _boundScore[0];
    }

    [Benchmark(Description = "client, into the caller's tensor")]
    public float ClientInto()
    {
        _client.Predict(
            new ReadOnlyTensorSpan<float>(_image, ImageShape),
            new ReadOnlyTensorSpan<float>(_label, LabelShape),
            new TensorSpan<float>(_score, ScoreShape));
        return _score[0];
    }

    [Benchmark(Description = "ONNX Runtime, OrtValue per call")]
    public float OrtValues()
    {
        using OrtValue image = OrtValue.CreateTensorValueFromMemory(_image, [1, 10]);
        using OrtValue label = OrtValue.CreateTensorValueFromMemory(_label, [1, 2]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_options, _inputs, [image, label], _outputs);
        return outputs[0].GetTensorDataAsSpan<float>()[0];
    }

    [Benchmark(Description = "client, new tensors")]
    public float Client() =>
        _client.Predict(new ReadOnlyTensorSpan<float>(_image, ImageShape), new ReadOnlyTensorSpan<float>(_label, LabelShape)).Score[0, 0];

    [GlobalCleanup]
    public void Dispose()
    {
        _client.Dispose();
        _binding.Dispose();
        _options.Dispose();
        _session.Dispose();
        GC.SuppressFinalize(this);
    }
}
