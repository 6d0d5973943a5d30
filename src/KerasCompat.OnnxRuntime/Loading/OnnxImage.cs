using System.Globalization;
using Google.Protobuf;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Program;
using KerasCompat.Onnx.Protos;
using KerasCompat.OnnxRuntime.Sessions;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>An ONNX model as it is given to ONNX Runtime: its bytes, and what the engine must know of it without reading them.</summary>
/// <param name="Bytes">The model.</param>
/// <param name="Inputs">Its inputs, in the order of their positions.</param>
/// <param name="Outputs">Its outputs, in the order of their positions.</param>
/// <param name="Weights">The initializers that lie in files.</param>
/// <param name="WeightsFolder">The folder of these files; null where there are none.</param>
internal sealed record OnnxImage(
    byte[] Bytes,
    IReadOnlyList<OnnxImage.Port> Inputs,
    IReadOnlyList<OnnxImage.Port> Outputs,
    IReadOnlyList<OnnxImage.Weight> Weights,
    string? WeightsFolder)
{
    /// <summary>The image of a translated step.</summary>
    /// <param name="step">The step.</param>
    public static OnnxImage Of(OnnxStep step) => new(
        step.Model.ToByteArray(),
        [.. step.Model.Graph.Input.Select(PortOf)],
        [.. step.Model.Graph.Output.Select(PortOf)],
        [.. step.Model.Graph.Initializer.Where(tensor => tensor.DataLocation == TensorProto.Types.DataLocation.External).Select(WeightOf)],
        step.ExternalDataFolder);

    private static Port PortOf(ValueInfoProto value) =>
        new(value.Name, OnnxElementType.ToDType((TensorElementType)value.Type.TensorType.ElemType));

    private static Weight WeightOf(TensorProto tensor) => new(
        tensor.Name,
        Entry(tensor, "location"),
        long.Parse(Entry(tensor, "offset"), CultureInfo.InvariantCulture),
        long.Parse(Entry(tensor, "length"), CultureInfo.InvariantCulture),
        tensor.DataType,
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
