using KerasCompat.Onnx.Protos;

namespace KerasCompat.Onnx.Program;

/// <summary>A part of the signature that is one ONNX model.</summary>
/// <param name="Model">
/// The model. Its graph inputs and outputs stand in the order of the slots. Large initializers are external data whose location is a
/// file name inside <paramref name="ExternalDataFolder"/> (the checkpoint's own shard), so that they can be mapped where they lie.
/// </param>
/// <param name="ExternalDataFolder">The folder of the external data; null where the model holds everything itself.</param>
/// <param name="Inputs">The slots it reads.</param>
/// <param name="Outputs">The slots it writes.</param>
public sealed record OnnxStep(ModelProto Model, string? ExternalDataFolder, IReadOnlyList<int> Inputs, IReadOnlyList<int> Outputs)
    : ProgramStep(Inputs, Outputs);
