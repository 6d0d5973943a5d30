using System.Globalization;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;
using KerasCompat.OnnxRuntime.Layout;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>An ONNX model as it is given to ONNX Runtime: its bytes, and what the engine must know of it without reading them.</summary>
/// <param name="Bytes">The model.</param>
/// <param name="Inputs">Its inputs, in the order of their positions.</param>
/// <param name="Outputs">Its outputs, in the order of their positions.</param>
/// <param name="Weights">The initializers that lie in files.</param>
/// <param name="WeightsFolder">The folder of these files; null where there are none.</param>
/// <param name="IsRecurrent">Whether it has one of ONNX's recurrent ops, also in the body of a loop or branch.</param>
/// <param name="IsOptimized">Whether ONNX Runtime has optimised it for this machine, so that loading it need not.</param>
internal sealed record OnnxImage(
    byte[] Bytes,
    OnnxImage.Port[] Inputs,
    OnnxImage.Port[] Outputs,
    IReadOnlyList<OnnxImage.Weight> Weights,
    string? WeightsFolder,
    bool IsRecurrent = false,
    bool IsOptimized = false)
{
    /// <summary>The image of a translated step.</summary>
    /// <param name="step">The step, whose model is changed.</param>
    /// <param name="channelBlock">The blocks of channels that images fill (<see cref="ChannelBlock"/>).</param>
    public static OnnxImage Of(OnnxStep step, int channelBlock)
    {
        GraphProto graph = step.Model.Graph;
        ChannelPadding.Apply(graph, channelBlock);
        Weight[] weights = [.. graph.Initializer.Where(tensor => tensor.DataLocation == DataLocation.External).Select(WeightOf)];
        return new OnnxImage(
            step.Model.ToByteArray(),
            [.. graph.Input.Select(PortOf)],
            [.. graph.Output.Select(PortOf)],
            weights,
            weights.Length == 0 ? null : step.ExternalDataFolder,
            HasRecurrence(graph));
    }

    private static bool HasRecurrence(GraphProto graph)
    {
        foreach (NodeProto node in graph.Node)
        {
            if (node.OpType is "LSTM" or "GRU" or "RNN")
            {
                return true;
            }

            foreach (AttributeProto attribute in node.Attribute)
            {
                if (attribute.G is { } body && HasRecurrence(body))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The image of the same model whose images fill blocks of channels.</summary>
    /// <param name="channelBlock">The size of the blocks (<see cref="ChannelBlock"/>).</param>
    public OnnxImage InBlocks(int channelBlock)
    {
        // Its name in NodeProto.op_type, number 4, begins with a quotation mark: a model without convolutions need not be read.
        if (channelBlock == ChannelBlock.None || Bytes.AsSpan().IndexOf("\"\u0004Conv"u8) < 0)
        {
            return this;
        }

        try
        {
            ModelProto model = ModelProto.Parse(Bytes);
            return ChannelPadding.Apply(model.Graph, channelBlock) ? this with { Bytes = model.ToByteArray() } : this;
        }
        catch (ModelFormatException)
        {
            // Whoever wrote it, ONNX Runtime says what is wrong with it.
            return this;
        }
    }

    private static Port PortOf(ValueInfoProto value) =>
        new(value.Name, OnnxTypes.FromOnnx(value.Type!.TensorType!.ElemType));

    private static Weight WeightOf(TensorProto tensor) => new(
        tensor.Name,
        Entry(tensor, "location"),
        long.Parse(Entry(tensor, "offset"), CultureInfo.InvariantCulture),
        long.Parse(Entry(tensor, "length"), CultureInfo.InvariantCulture),
        (int)tensor.DataType,
        [.. tensor.Dims]);

    private static string Entry(TensorProto tensor, string key) =>
        tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value
        ?? throw new KerasCompatException($"The external initializer '{tensor.Name}' has no {key}.");

    /// <summary>An input or output.</summary>
    /// <param name="Name">Its name in the graph.</param>
    /// <param name="DType">The element type.</param>
    internal sealed record Port(string Name, DType DType);

    /// <summary>An initializer that lies in a file.</summary>
    /// <param name="Name">Its name in the graph.</param>
    /// <param name="File">The name of the file, within the folder of the weights.</param>
    /// <param name="Offset">Its first byte there.</param>
    /// <param name="Length">How many bytes it has.</param>
    /// <param name="ElementType">ONNX's number of the element type.</param>
    /// <param name="Shape">The shape.</param>
    internal sealed record Weight(string Name, string File, long Offset, long Length, int ElementType, long[] Shape);
}
