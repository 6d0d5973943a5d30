using System.CommandLine;
using KerasCompat.Cli.Terminal;
using KerasCompat.Cli.Verification;
using Spectre.Console;

namespace KerasCompat.Cli.Commands;

/// <summary><c>kerascompat verify PATH...</c></summary>
internal static class VerifyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        var paths = new Argument<string[]>("PATH")
        {
            Description = "A model folder with NAME.cases.json beside it, or a folder to search for such pairs at any depth.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> engine = CommonOptions.Engine();
        Option<string> format = CommonOptions.Format("text", "tsv", "json", "junit");
        var output = new Option<string?>("--output", "-o") { Description = "A file for the result instead of standard output." };
        var jobs = new Option<int>("--jobs", "-j")
        {
            Description = "How many models to replay at once.",
            DefaultValueFactory = _ => Environment.ProcessorCount,
        };
        jobs.MustBePositive();
        var limit = new Option<int>("--timeout")
        {
            Description = "The longest, in seconds, that one case (with the loading of its model) may take.",
            DefaultValueFactory = _ => 300,
        };
        limit.MustBePositive();
        var command = new Command("verify", "Proves that C# gives what Python gave: replays recorded calls and compares.")
        {
            paths, engine, format, output, jobs, limit,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            (List<RecordedModel> models, int missing) = FindAll(console, arguments.GetRequiredValue(paths));
            if (models.Count == 0)
            {
                return ExitCode.Unusable;
            }

            var verifier = new Verifier(
                WorkerCommand.OfThisTool(arguments.GetRequiredValue(engine)),
                Math.Min(arguments.GetRequiredValue(jobs), models.Count),
                TimeSpan.FromSeconds(arguments.GetRequiredValue(limit)));
            using ResultWriter result = ResultWriter.Open(console, arguments.GetValue(output));
            IVerifyReport report = Report(arguments.GetRequiredValue(format), result);
            bool streams = report is TsvReport && console.OutputIsTerminal && arguments.GetValue(output) is null;
            VerifySummary summary = await RunAsync(console, verifier, models, report, showProgress: !streams, cancellationToken);
            report.Complete(summary);
            result.Commit();
            return missing > 0 ? ExitCode.Unusable : summary.AllPassed ? ExitCode.Fine : ExitCode.No;
        });
        return command.WithExamples(
            "kerascompat verify Models/label_image",
            "kerascompat verify Models --format junit -o verify.xml",
            "kerascompat verify Models --format tsv | grep -v pass");
    }

    /// <summary>Finds the models of every path. A path that has none is told and does not stop the others.</summary>
    private static (List<RecordedModel> Models, int Missing) FindAll(ToolConsole console, string[] paths)
    {
        var models = new List<RecordedModel>();
        int missing = 0;
        foreach (string path in paths)
        {
            try
            {
                models.AddRange(RecordedModel.Find(path).ExceptBy(models.Select(m => m.CasesFile), m => m.CasesFile));
            }
            catch (Exception error) when (error is UsageException or ModelFormatException)
            {
                missing++;
                ErrorLine.Write(console, error);
            }
        }

        return (models, missing);
    }

    private static IVerifyReport Report(string format, ResultWriter result) => format switch
    {
        "tsv" => new TsvReport(result.Writer),
        "json" => new JsonReport(result.Writer),
        "junit" => new JUnitReport(result.Writer),
        _ => new TextReport(result.Rich),
    };

    private static async Task<VerifySummary> RunAsync(
        ToolConsole console,
        Verifier verifier,
        List<RecordedModel> models,
        IVerifyReport report,
        bool showProgress,
        CancellationToken cancellationToken)
    {
        var summary = new VerifySummary();
        await ProgressBar.ShowAsync(showProgress ? console : null, "verify", models.Count, async advance =>
        {
            await foreach (IReadOnlyList<CaseResult> rows in verifier.RunAsync(models, cancellationToken))
            {
                summary.Add(rows);
                report.Add(rows);
                advance();
            }
        });
        return summary;
    }
}
