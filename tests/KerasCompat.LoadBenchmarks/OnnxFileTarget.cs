using Microsoft.ML.OnnxRuntime;

namespace KerasCompat.LoadBenchmarks;

/// <summary>An ONNX file on ONNX Runtime, as its documentation shows it: the session from the path, an OrtValue for each input.</summary>
/// <param name="path">The file.</param>
/// <param name="batch">The size of unknown dimensions.</param>
internal sealed class OnnxFileTarget(string path, int batch) : ILoadTarget
{
    private readonly RunOptions _options = new();
    private InferenceSession? _session;

    /// <inheritdoc/>
    public void Load() => _session = new InferenceSession(path);

    /// <inheritdoc/>
    public void Call()
    {
        var inputs = new Dictionary<string, OrtValue>();
        foreach ((string name, NodeMetadata metadata) in _session!.InputMetadata)
        {
            long[] shape = Array.ConvertAll(metadata.Dimensions, size => size < 0 ? batch : (long)size);
            inputs.Add(name, OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, metadata.ElementDataType, shape));
            inputs[name].GetTensorMutableRawData().Clear();
        }

        using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(_options, inputs, _session.OutputNames);
        foreach (OrtValue output in outputs)
        {
            output.GetTensorDataAsSpan<byte>();
        }

        foreach (OrtValue input in inputs.Values)
        {
            input.Dispose();
        }
    }

    public void Dispose()
    {
        _session?.Dispose();
        _options.Dispose();
    }
}
