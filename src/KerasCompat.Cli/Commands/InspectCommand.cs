using System.CommandLine;
using KerasCompat.Cli.Inspection;
using KerasCompat.Cli.Terminal;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Commands;

/// <summary><c>kerascompat inspect MODEL</c></summary>
internal static class InspectCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        Argument<string> model = CommonOptions.Model();
        var asJson = new Option<bool>("--json") { Description = "Print tags, signatures and Keras' declared order as JSON." };
        var command = new Command("inspect", "Shows what a model says of itself, whether it can be run here, and what to do next.") { model, asJson };
        command.SetAction((arguments, _) =>
        {
            string path = arguments.GetRequiredValue(model);
            KerasCompatException? problem = arguments.GetValue(asJson) ? PrintJson(console, path) : PrintText(console, path);
            if (problem is null)
            {
                return Task.FromResult(ExitCode.Fine);
            }

            // All that can be told was told: the signatures are right, but the model will not load.
            console.Out.Flush();
            ErrorLine.Write(console, problem);
            return Task.FromResult(ExitCode.No);
        });
        return command.WithExamples(
            "kerascompat inspect Models/label_image",
            "kerascompat inspect Models/label_image --json | jq '.meta_graphs[0].signatures | keys'");
    }

    private static KerasCompatException? PrintJson(ToolConsole console, string path)
    {
        SavedModelInfo info = SavedModelReader.Read(path);
        JsonOutput.Write(console.Out, json => InspectionJson.Write(json, info));
        return WeightsSummary.Read(info.Path)?.Problem;
    }

    private static KerasCompatException? PrintText(ToolConsole console, string path)
    {
        ModelInspection inspection = ModelInspection.Of(path);
        new InspectionReport(console.Rich).Write(inspection);
        return inspection.Problem;
    }
}
