using Google.Protobuf;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>
/// Writes small weights into the ONNX model itself. ONNX Runtime's optimizers read an initializer many times; one that lies in a file
/// they read anew each time, which makes a small model several times slower to load than one that holds its weights.
/// </summary>
internal static class InlinedWeights
{
    // For so few bytes the copies that loading makes on the way weigh nothing beside the process itself.
    private const long MostBytes = 8 << 20;

    /// <summary>Writes the weights of a step into its model if they are few enough.</summary>
    /// <param name="step">The step, whose model is changed.</param>
    /// <param name="weights">The initializers that lie in files.</param>
    /// <returns>Whether the model now holds its weights.</returns>
    /// <exception cref="ModelFormatException">A file is missing or too short.</exception>
    public static bool TryWrite(OnnxStep step, IReadOnlyList<OnnxImage.Weight> weights)
    {
        if (weights.Count == 0 || weights.Sum(weight => weight.Length) > MostBytes)
        {
            return false;
        }

        using var files = new WeightFiles(step.ExternalDataFolder!);
        var byName = weights.ToDictionary(weight => weight.Name);
        foreach (TensorProto initializer in step.Model.Graph.Initializer)
        {
            if (byName.TryGetValue(initializer.Name, out OnnxImage.Weight? weight))
            {
                ReadOnlySpan<byte> bytes = files.Find(weight.File, weight.Name, weight.Offset, weight.Length).Bytes(weight.Offset, (int)weight.Length);
                initializer.RawData = ByteString.CopyFrom(bytes);
                initializer.ExternalData.Clear();
                initializer.DataLocation = TensorProto.Types.DataLocation.Default;
            }
        }

        return true;
    }
}
