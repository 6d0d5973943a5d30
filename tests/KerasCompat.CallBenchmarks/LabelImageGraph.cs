using KerasCompat.Contracts;
using KerasCompat.Onnx;
using KerasCompat.Onnx.Program;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Checkpoints;
using KerasCompat.SavedModel.Graph;
using Microsoft.ML.OnnxRuntime;

namespace KerasCompat.CallBenchmarks;

/// <summary>The very graph that the client runs, in a session of the benchmark's own with ONNX Runtime's default options.</summary>
internal static class LabelImageGraph
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "label_image");

    /// <summary>Loads it; gives the names of the two inputs and of the output.</summary>
    public static (InferenceSession Session, string Image, string Label, string Score) Load()
    {
        ModelContract contract = ContractFactory.Create(SavedModelReader.Read(Folder));
        using Checkpoint? checkpoint = Checkpoint.Open(Folder);
        var translation = new ModelTranslation(SavedModelGraph.Load(Folder), checkpoint, contract.Signatures, new NoKernels());
        SignatureProgram program = translation.Translate(contract.FindSignature("serving_default")!);
        var step = (OnnxStep)program.Steps.Single();
        using var options = new SessionOptions();
        if (step.ExternalDataFolder is { } folder)
        {
            options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
        }

        using var model = new MemoryStream();
        step.WriteTo(model);
        var session = new InferenceSession(model.ToArray(), options);
        return (session, Name("image_input"), Name("label_input"), session.OutputNames[0]);

        string Name(string key) => session.InputNames[step.Inputs.ToList().IndexOf(program.Inputs.Single(input => input.Key == key).Slot)];
    }
}
