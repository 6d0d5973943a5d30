using KerasCompat.Onnx.Protos;

namespace KerasCompat.Onnx.Program;

/// <summary>A part of the signature that is one ONNX model.</summary>
public sealed record OnnxStep : ProgramStep
{
    internal OnnxStep(ModelProto model, string? externalDataFolder, IReadOnlyList<int> inputs, IReadOnlyList<int> outputs)
        : base(inputs, outputs)
    {
        Model = model;
        ExternalDataFolder = externalDataFolder;
    }

    /// <summary>The model. Its graph inputs and outputs stand in the order of the slots.</summary>
    internal ModelProto Model { get; }

    /// <summary>The folder of the model's external data; null where the model holds everything itself.</summary>
    public string? ExternalDataFolder { get; }

    /// <summary>Writes the model as an ONNX file.</summary>
    /// <param name="output">
    /// Where it is written. Its graph inputs and outputs stand in the order of <see cref="ProgramStep.Inputs"/> and <see cref="ProgramStep.Outputs"/>.
    /// Large initializers are external data whose location is a file name inside <see cref="ExternalDataFolder"/> (the checkpoint's own shard), so
    /// that they can be mapped where they lie: lay the file beside it, or tell ONNX Runtime of the folder.
    /// </param>
    public void WriteTo(Stream output) => Model.WriteTo(output);
}
