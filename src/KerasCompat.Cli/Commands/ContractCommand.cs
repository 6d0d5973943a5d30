using System.CommandLine;
using KerasCompat.Cli.Terminal;
using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Commands;

/// <summary><c>kerascompat contract MODEL</c></summary>
internal static class ContractCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        Argument<string> model = CommonOptions.Model();
        Option<string?> output = new("--output", "-o") { Description = "The file to write, NAME.contract.json beside the model for a lock; standard output where none is given." };
        Option<string[]> tags = CommonOptions.Tags();
        var command = new Command("contract", "Writes what a model promises its callers, as the small text that builds compare.") { model, output, tags };
        command.SetAction((arguments, _) =>
        {
            ModelContract contract = ContractFactory.Create(SavedModelReader.Read(arguments.GetRequiredValue(model)), CommonOptions.TagSet(arguments, tags));
            using ResultWriter result = ResultWriter.Open(console, arguments.GetValue(output));
            result.Writer.Write(ContractJson.Write(contract));
            result.Commit();
            return Task.FromResult(ExitCode.Fine);
        });
        return command.WithExamples(
            "kerascompat contract Models/label_image",
            "kerascompat contract Models/label_image -o Models/label_image.contract.json");
    }
}
