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
        var command = new Command("inspect", "Shows what a model says of itself, which engine can run it and what to do next.") { model, asJson };
        command.SetAction((arguments, _) =>
        {
            SavedModelInfo info = SavedModelReader.Read(arguments.GetRequiredValue(model));
            JsonOutput.Write(console.Out, json => InspectionJson.Write(json, info));
            return Task.FromResult(ExitCode.Fine);
        });
        return command.WithExamples(
            "kerascompat inspect Models/label_image",
            "kerascompat inspect Models/label_image --json");
    }
}
