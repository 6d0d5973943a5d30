using System.CommandLine;
using KerasCompat.Cli.Comparison;
using KerasCompat.Cli.Terminal;

namespace KerasCompat.Cli.Commands;

/// <summary><c>kerascompat diff OLD NEW</c></summary>
internal static class DiffCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        var old = new Argument<string>("OLD") { Description = "The model or contract that callers were written against." };
        var @new = new Argument<string>("NEW") { Description = "The model or contract that they will meet." };
        Option<string> format = CommonOptions.Format("text", "json", "markdown");
        Option<string[]> tags = CommonOptions.Tags();
        var command = new Command("diff", "Compares models or contracts: what changed, and does it break callers? Exit code 1 when it does.")
        {
            old, @new, format, tags,
        };
        command.SetAction((arguments, _) =>
        {
            string oldPath = arguments.GetRequiredValue(old);
            string newPath = arguments.GetRequiredValue(@new);
            IReadOnlyCollection<string>? tagSet = CommonOptions.TagSet(arguments, tags);
            ContractComparison comparison = ContractComparison.Of(
                oldPath,
                ContractSource.Read(oldPath, tagSet),
                newPath,
                ContractSource.Read(newPath, tagSet));
            switch (arguments.GetRequiredValue(format))
            {
                case "json":
                    ComparisonReport.WriteJson(console.Out, comparison);
                    break;
                case "markdown":
                    ComparisonReport.WriteMarkdown(console.Out, comparison);
                    break;
                default:
                    ComparisonReport.WriteText(console.Rich, comparison);
                    break;
            }

            return Task.FromResult(comparison.BreakingCount > 0 ? ExitCode.No : ExitCode.Fine);
        });
        return command.WithExamples(
            "kerascompat diff Models/label_image.contract.json Models/label_image",
            "kerascompat diff old/label_image new/label_image --format markdown");
    }
}
