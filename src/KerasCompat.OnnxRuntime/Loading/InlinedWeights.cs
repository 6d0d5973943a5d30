using Google.Protobuf;
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

    /// <summary>Whether a model's weights are few enough.</summary>
    /// <param name="image">The model.</param>
    public static bool AreWorthIt(OnnxImage image) => image.Weights.Sum(weight => weight.Length) <= MostBytes;

    /// <summary>The model with its weights.</summary>
    /// <param name="image">The model.</param>
    /// <param name="weights">Where they are.</param>
    /// <exception cref="ModelFormatException">A file is missing or too short.</exception>
    public static byte[] Write(OnnxImage image, SharedWeights weights)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(image.Bytes);
        var byName = image.Weights.ToDictionary(weight => weight.Name);
        foreach (TensorProto initializer in model.Graph.Initializer)
        {
            if (byName.TryGetValue(initializer.Name, out OnnxImage.Weight? weight))
            {
                initializer.RawData = ByteString.CopyFrom(weights.Bytes(weight));
                initializer.ExternalData.Clear();
                initializer.DataLocation = TensorProto.Types.DataLocation.Default;
            }
        }

        return model.ToByteArray();
    }
}
