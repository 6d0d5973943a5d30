using KerasCompat.Cli.Numpy;
using KerasCompat.Cli.Tensors;
using KerasCompat.Cli.Terminal;

namespace KerasCompat.Cli.Values;

/// <summary>Writes the outputs of calls.</summary>
internal static class OutputWriter
{
    /// <summary>Writes the outputs as one JSON object.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="outputs">The outputs.</param>
    public static void WriteJson(TextWriter output, IReadOnlyList<NamedTensor> outputs) => JsonOutput.Write(
        output,
        json =>
        {
            json.WriteStartObject();
            foreach (NamedTensor tensor in outputs)
            {
                json.WritePropertyName(tensor.Name);
                JsonTensorWriter.Write(json, tensor.Value);
            }

            json.WriteEndObject();
        },
        indented: false);

    /// <summary>Writes the outputs to a .json, .npy or .npz file.</summary>
    /// <exception cref="UsageException">The name has another ending, or a .npy would have to hold several outputs.</exception>
    public static void WriteFile(string path, bool overwrite, IReadOnlyList<NamedTensor> outputs)
    {
        using var file = new AtomicFile(path, overwrite);
        try
        {
            using FileStream stream = File.Create(file.TemporaryPath);
            switch (Path.GetExtension(path).ToUpperInvariant())
            {
                case ".NPY" when outputs.Count == 1:
                    NpyWriter.Write(stream, outputs[0].Value);
                    break;
                case ".NPY":
                    throw new UsageException(path, $"can hold one output, not {outputs.Count}", "Write a .npz, or choose one with --outputs.");
                case ".NPZ":
                    NpzFile.Write(stream, outputs);
                    break;
                case ".JSON":
                    using (var writer = new StreamWriter(stream))
                    {
                        WriteJson(writer, outputs);
                    }

                    break;
                default:
                    throw new UsageException(path, "is none of .json, .npy, .npz", "Choose one of these endings.");
            }
        }
        catch (FormatException error)
        {
            throw new UsageException(path, error.Message, "Choose another format.", error);
        }

        file.Commit();
    }
}
