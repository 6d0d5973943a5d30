using System.CommandLine;
using KerasCompat.Cli.Conversion;
using KerasCompat.Cli.Terminal;
using KerasCompat.Contracts;
using KerasCompat.Onnx.Protos;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel.Checkpoints;
using Spectre.Console;

namespace KerasCompat.Cli.Commands;

/// <summary><c>kerascompat convert MODEL -o FILE.onnx</c></summary>
internal static class ConvertCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        Argument<string> model = CommonOptions.Model();
        var output = new Option<string>("--output", "-o") { Description = "The .onnx file to write.", Required = true };
        Option<string?> signature = CommonOptions.Signature();
        var external = new Option<bool>("--external-data") { Description = "Put the weights into FILE.onnx.data beside it; needed beyond 2 GB." };
        var force = new Option<bool>("--force") { Description = "Replace the file if there is one." };
        Option<string[]> tags = CommonOptions.Tags();
        var command = new Command("convert", "Writes the ONNX graph that the default engine runs, with everything it needs.") { model, output, signature, external, force, tags };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            string path = arguments.GetRequiredValue(model);
            string file = arguments.GetRequiredValue(output);
            using SavedModelPrograms programs = SavedModelPrograms.Open(path, CommonOptions.TagSet(arguments, tags));
            SignatureContract chosen = SignatureChoice.Choose(path, programs.Contract, arguments.GetValue(signature));
            (ModelProto onnx, string? weights) = ProgressBar.Wait(console, "translate", () =>
            {
                VerifyWeights(path, cancellationToken);
                return OnnxExport.Of(programs.Translate(chosen.Key));
            });
            AddOrigin(onnx, chosen, programs.Contract);
            long total = ExternalWeights.Size(onnx);
            await ProgressBar.ShowBytesAsync(console, "convert", total, advance =>
            {
                var request = new OnnxFileRequest(arguments.GetValue(external), arguments.GetValue(force));
                OnnxFile.Write(onnx, weights, file, request, bytes =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    advance(bytes);
                });
                return Task.CompletedTask;
            });
            Summarize(console, file, onnx, chosen);
            return ExitCode.Fine;
        });
        return command.WithExamples(
            "kerascompat convert Models/label_image -o label_image.onnx",
            "kerascompat convert Models/bert --signature encode -o bert.onnx --external-data --force");
    }

    /// <summary>A damaged weight must not travel on in a file that has no checksums.</summary>
    private static void VerifyWeights(string path, CancellationToken cancellationToken)
    {
        using Checkpoint? checkpoint = Checkpoint.Open(Directory.Exists(path) ? path : Path.GetDirectoryName(path)!);
        checkpoint?.VerifyChecksums(cancellationToken: cancellationToken);
    }

    private static void AddOrigin(ModelProto onnx, SignatureContract signature, ModelContract contract)
    {
        void Add(string key, string? value)
        {
            if (value is not null)
            {
                onnx.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
            }
        }

        Add("kerascompat.signature", signature.Key);
        Add("kerascompat.fingerprint", contract.Fingerprint);
        Add("tensorflow.version", contract.Producer.TensorFlow);
        Add("keras.version", contract.Producer.Keras);
    }

    private static void Summarize(ToolConsole console, string file, ModelProto onnx, SignatureContract signature)
    {
        string inputs = string.Join(", ", onnx.Graph.Input.Select(i => i.Name));
        string outputs = string.Join(", ", onnx.Graph.Output.Select(o => o.Name));
        console.Rich.MarkupLine($"[green]{Markup.Escape(file)}[/] {Show.Bytes(new FileInfo(file).Length)}, {Show.Invariant(onnx.Graph.Node.Count)} nodes, checked by ONNX Runtime");
        console.Rich.WriteLine(Show.OneLine($"signature {signature.Key}: ({inputs}) -> ({outputs})"));
    }
}
