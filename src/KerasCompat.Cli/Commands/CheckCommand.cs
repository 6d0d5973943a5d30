using System.CommandLine;
using KerasCompat.Cli.Checking;
using KerasCompat.Cli.Terminal;
using KerasCompat.Cli.Verification;
using KerasCompat.OnnxRuntime;
using Spectre.Console;

namespace KerasCompat.Cli.Commands;

/// <summary><c>kerascompat check PROJECT|FOLDER</c></summary>
internal static class CheckCommand
{
    private static readonly TimeSpan CaseLimit = TimeSpan.FromMinutes(5);

    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        var paths = new Argument<string[]>("PROJECT|FOLDER")
        {
            Description = "Projects, model folders, or folders to search for models at any depth.",
            DefaultValueFactory = _ => ["."],
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string> engine = CommonOptions.Engine();
        var command = new Command(
            "check",
            "Checks every model for a pipeline: readable, equal to its lock, weights complete, recorded cases passed. One line each; exit code 1 when one fails.")
        {
            paths, engine,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            string[] models = [.. arguments.GetRequiredValue(paths).SelectMany(ModelFolders.Find).DistinctBy(Path.GetFullPath)];
            bool allFine = true;
            await ProgressBar.ShowAsync(console.OutputIsTerminal ? null : console, "check", models.Length, async advance =>
            {
                foreach (string model in models)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    ModelCheck check = await ReplayAsync(ModelCheck.Of(model), arguments.GetRequiredValue(engine), cancellationToken);
                    allFine &= check.Problems.Count == 0;
                    Write(console, check);
                    advance();
                }
            });
            console.Rich.MarkupLine($"[grey]{Show.Count(models.Length, "model")}; engine onnx: KerasCompat {Markup.Escape(EngineVersion)}[/]");
            return allFine ? ExitCode.Fine : ExitCode.No;
        });
        return command.WithExamples("kerascompat check", "kerascompat check src/App/App.csproj", "kerascompat check Models/label_image");
    }

    private static string EngineVersion => typeof(OnnxModelEngine).Assembly.GetName().Version?.ToString(3) ?? "";

    private static async Task<ModelCheck> ReplayAsync(ModelCheck check, string engine, CancellationToken cancellationToken)
    {
        string cases = Path.TrimEndingDirectorySeparator(check.Model) + ".cases.json";
        if (check.Problems.Count > 0 || !File.Exists(cases))
        {
            return check;
        }

        var verifier = new Verifier(WorkerCommand.OfThisTool(engine), jobs: 1, CaseLimit);
        await foreach (IReadOnlyList<CaseResult> rows in verifier.RunAsync([new RecordedModel(check.Model, cases)], cancellationToken))
        {
            check = check.With(rows);
        }

        return check;
    }

    private static void Write(ToolConsole console, ModelCheck check)
    {
        string model = Markup.Escape(Show.OneLine(check.Model));
        string line = check.Problems.Count == 0
            ? $"[green]ok[/]   {model}: {Markup.Escape(Show.OneLine(string.Join("; ", check.Notes)))}"
            : $"[red]fail[/] {model}: {Markup.Escape(Show.OneLine(string.Join("; ", check.Problems)))}";
        console.Rich.WriteUnbroken(line);
        console.Out.Flush();
    }
}
