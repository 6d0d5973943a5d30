using Microsoft.ML.OnnxRuntime;

namespace KerasCompat.CallBenchmarks;

/// <summary>
/// A call of label_image as a careful programmer writes it with ONNX Runtime's own API: a session, everything bound once to arrays that do
/// not move, inputs copied in, the output read where it is written.
/// </summary>
internal sealed class HandWritten : IDisposable
{
    private readonly float[] _boundImage = new float[10];
    private readonly float[] _boundLabel = new float[2];
    private readonly float[] _boundScore = new float[1];
    private readonly InferenceSession _session;
    private readonly bool _ownsSession;
    private readonly RunOptions _options = new();
    private readonly OrtIoBinding _binding;
    private readonly OrtValue[] _values;
    private readonly string[] _inputs;
    private readonly string[] _outputs;

    /// <summary>Binds a session of its own.</summary>
    public HandWritten()
        : this(LabelImageGraph.Load())
    {
        _ownsSession = true;
    }

    /// <summary>Binds the session of another.</summary>
    /// <param name="other">The other, which must outlive this.</param>
    public HandWritten(HandWritten other)
        : this((other._session, other._inputs[0], other._inputs[1], other._outputs[0]))
    {
    }

    private HandWritten((InferenceSession Session, string Image, string Label, string Score) graph)
    {
        (_session, string image, string label, string score) = graph;
        _inputs = [image, label];
        _outputs = [score];
        _values =
        [
            OrtValue.CreateTensorValueFromMemory(_boundImage, [1, 10]),
            OrtValue.CreateTensorValueFromMemory(_boundLabel, [1, 2]),
            OrtValue.CreateTensorValueFromMemory(_boundScore, [1, 1]),
        ];
        _binding = _session.CreateIoBinding();
        _binding.BindInput(image, _values[0]);
        _binding.BindInput(label, _values[1]);
        _binding.BindOutput(score, _values[2]);
    }

    /// <summary>A call on what was bound once.</summary>
    public float Bound(float[] image, float[] label)
    {
        image.CopyTo(_boundImage, 0);
        label.CopyTo(_boundLabel, 0);
        _session.RunWithBinding(_options, _binding);
        return _boundScore[0];
    }

    /// <summary>A call that makes an OrtValue for each tensor.</summary>
    public float OrtValues(float[] image, float[] label)
    {
        using OrtValue imageValue = OrtValue.CreateTensorValueFromMemory(image, [1, 10]);
        using OrtValue labelValue = OrtValue.CreateTensorValueFromMemory(label, [1, 2]);
        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_options, _inputs, [imageValue, labelValue], _outputs);
        return outputs[0].GetTensorDataAsSpan<float>()[0];
    }

    public void Dispose()
    {
        _binding.Dispose();
        Array.ForEach(_values, value => value.Dispose());
        _options.Dispose();
        if (_ownsSession)
        {
            _session.Dispose();
        }
    }
}
