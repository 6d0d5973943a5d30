using System.Globalization;
using KerasCompat.Onnx.Protos;

namespace KerasCompat.Cli.Conversion;

/// <summary>Brings the weights, which the translated graph leaves in the checkpoint, into the ONNX file or into a file beside it.</summary>
internal static class ExternalWeights
{
    /// <summary>Protocol buffers end at 2 GB; what else is in the file needs room too.</summary>
    public const long LargestInside = int.MaxValue - (64L << 20);

    /// <summary>Tensors begin at multiples of this, so that they can be mapped (onnx/docs/ExternalData.md).</summary>
    private const int Alignment = 4096;

    private const int SmallestOutside = 1024;

    /// <summary>How many bytes of weights lie outside the graph.</summary>
    public static long Size(ModelProto model) => model.Graph.Initializer.Where(IsExternal).Sum(tensor => Place(tensor).Length);

    /// <summary>Copies all weights into the graph.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Where the weights lie.</param>
    /// <param name="copied">Told the bytes of every tensor.</param>
    public static void MoveInside(ModelProto model, string folder, Action<long> copied)
    {
        foreach (TensorProto tensor in model.Graph.Initializer.Where(IsExternal))
        {
            (string file, long offset, long length) = Place(tensor);
            using FileStream source = File.OpenRead(Path.Combine(folder, file));
            source.Position = offset;
            var bytes = new byte[length];
            source.ReadExactly(bytes);
            tensor.RawData = bytes;
            tensor.DataLocation = DataLocation.Default;
            tensor.ExternalData.Clear();
            copied(length);
        }
    }

    /// <summary>Copies all weights of some size into one file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">Where the weights lie; null where the graph holds all of them.</param>
    /// <param name="target">The file to write.</param>
    /// <param name="copied">Told the bytes of every tensor.</param>
    public static void MoveTo(ModelProto model, string? folder, string target, Action<long> copied)
    {
        using FileStream data = File.Create(target);
        foreach (TensorProto tensor in model.Graph.Initializer)
        {
            bool isExternal = IsExternal(tensor);
            if (!isExternal && tensor.RawData.Length < SmallestOutside)
            {
                continue;
            }

            data.Position = (data.Length + Alignment - 1) / Alignment * Alignment;
            long start = data.Position;
            if (isExternal)
            {
                (string file, long offset, long length) = Place(tensor);
                using FileStream source = File.OpenRead(Path.Combine(folder!, file));
                Copy(source, offset, length, data);
                copied(length);
            }
            else
            {
                data.Write(tensor.RawData.Span);
                tensor.RawData = default;
            }

            SetPlace(tensor, Path.GetFileName(target), start, data.Position - start);
        }
    }

    private static bool IsExternal(TensorProto tensor) => tensor.DataLocation == DataLocation.External;

    private static (string File, long Offset, long Length) Place(TensorProto tensor)
    {
        string Entry(string key) => tensor.ExternalData.FirstOrDefault(e => e.Key == key)?.Value ?? "0";
        return (
            Entry("location"),
            long.Parse(Entry("offset"), NumberStyles.None, CultureInfo.InvariantCulture),
            long.Parse(Entry("length"), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    private static void SetPlace(TensorProto tensor, string file, long offset, long length)
    {
        tensor.DataLocation = DataLocation.External;
        tensor.ExternalData.Clear();
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = file });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = Show.Invariant(offset) });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = Show.Invariant(length) });
    }

    private static void Copy(FileStream source, long offset, long length, FileStream target)
    {
        source.Position = offset;
        var buffer = new byte[1 << 20];
        while (length > 0)
        {
            int part = (int)Math.Min(length, buffer.Length);
            source.ReadExactly(buffer, 0, part);
            target.Write(buffer, 0, part);
            length -= part;
        }
    }
}
