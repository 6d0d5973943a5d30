using Google.Protobuf;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;
using KerasCompat.SavedModel.Checkpoints;

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

        var files = new Dictionary<string, Shard>();
        try
        {
            var byName = weights.ToDictionary(weight => weight.Name);
            foreach (TensorProto initializer in step.Model.Graph.Initializer)
            {
                if (byName.TryGetValue(initializer.Name, out OnnxImage.Weight? weight))
                {
                    initializer.RawData = ByteString.CopyFrom(Bytes(weight, step.ExternalDataFolder!, files));
                    initializer.ExternalData.Clear();
                    initializer.DataLocation = TensorProto.Types.DataLocation.Default;
                }
            }
        }
        finally
        {
            foreach (Shard file in files.Values)
            {
                file.Dispose();
            }
        }

        return true;
    }

    private static ReadOnlySpan<byte> Bytes(OnnxImage.Weight weight, string folder, Dictionary<string, Shard> files)
    {
        if (!files.TryGetValue(weight.File, out Shard? file))
        {
            file = new Shard(Path.Combine(folder, weight.File));
            files.Add(weight.File, file);
        }

        return weight.Offset <= file.Length - weight.Length
            ? file.Bytes(weight.Offset, (int)weight.Length)
            : throw CheckpointErrors.OutsideOfFile(file, weight.Name, weight.Offset, weight.Length);
    }
}
