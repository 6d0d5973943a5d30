using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Loading;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>An ONNX model as it is kept.</summary>
internal static class ImageEntry
{
    /// <summary>Writes a model.</summary>
    public static void Write(EntryWriter writer, OnnxImage image)
    {
        writer.Bytes(image.Bytes);
        writer.Bool(image.IsRecurrent);
        writer.Bool(image.IsOptimized);
        Write(writer, image.Inputs);
        Write(writer, image.Outputs);
        writer.Int(image.Weights.Count);
        foreach (OnnxImage.Weight weight in image.Weights)
        {
            writer.Text(weight.Name);
            writer.Text(weight.File);
            writer.Long(weight.Offset);
            writer.Long(weight.Length);
            writer.Int(weight.ElementType);
            writer.Longs(weight.Shape);
        }
    }

    /// <summary>Reads a model.</summary>
    /// <param name="reader">The entry.</param>
    /// <param name="weightsFolder">The folder of the model's weights.</param>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public static OnnxImage Read(EntryReader reader, string weightsFolder)
    {
        byte[] bytes = reader.Bytes();
        bool isRecurrent = reader.Bool();
        bool isOptimized = reader.Bool();
        OnnxImage.Port[] inputs = Ports(reader);
        OnnxImage.Port[] outputs = Ports(reader);
        var weights = new OnnxImage.Weight[reader.Count()];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = new OnnxImage.Weight(reader.Text(), reader.Text(), reader.Long(), reader.Long(), reader.Int(), reader.Longs());
        }

        return new OnnxImage(bytes, inputs, outputs, weights, weights.Length == 0 ? null : weightsFolder, isRecurrent, isOptimized);
    }

    private static void Write(EntryWriter writer, OnnxImage.Port[] ports)
    {
        writer.Int(ports.Length);
        foreach (OnnxImage.Port port in ports)
        {
            writer.Text(port.Name);
            writer.Int((int)port.DType);
        }
    }

    private static OnnxImage.Port[] Ports(EntryReader reader)
    {
        var ports = new OnnxImage.Port[reader.Count()];
        for (int i = 0; i < ports.Length; i++)
        {
            ports[i] = new OnnxImage.Port(reader.Text(), (DType)reader.Int());
        }

        return ports;
    }
}
