using System.CommandLine;
using System.Diagnostics;
using KerasCompat.Cli.Benchmarking;
using KerasCompat.Cli.Tensors;
using KerasCompat.Cli.Terminal;
using KerasCompat.Cli.Values;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Commands;

/// <summary><c>kerascompat bench MODEL</c></summary>
internal static class BenchCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        Argument<string> model = CommonOptions.Model();
        var values = new Argument<string[]>("NAME=VALUE")
        {
            Description = "Inputs as 'run' takes them; those of the first recorded case, or made-up numbers, where none are given.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> signature = CommonOptions.Signature();
        Option<string> engine = CommonOptions.Engine();
        Option<int[]> batches = Numbers("--batch", "Numbers of rows to measure; those of the inputs where none are given.");
        Option<int[]> threads = Numbers("--threads", "Numbers of threads that call at once. 1 where none are given.");
        var intraOp = new Option<int>("--intra-op") { Description = "Threads that work on one op, in both engines; 0 for one per core." };
        var seconds = new Option<double>("--seconds") { Description = "How long to measure each setting.", DefaultValueFactory = _ => 3 };
        seconds.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double>() is not (> 0 and <= 3600))
            {
                result.AddError("--seconds must be more than 0 and at most 3600.");
            }
        });
        var compare = new Option<string?>("--compare") { Description = "An .onnx file to run on the same inputs in alternating rounds.", HelpName = "OTHER.onnx" };
        Option<string> format = CommonOptions.Format("text", "json");
        Option<string[]> tags = CommonOptions.Tags();
        var command = new Command("bench", "Measures a model: latency, throughput by batch and threads, allocations, load time.")
        {
            model, values, signature, engine, batches, threads, intraOp, seconds, compare, format, tags,
        };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            string path = arguments.GetRequiredValue(model);
            string key = ChooseSignature(path, CommonOptions.TagSet(arguments, tags), arguments.GetValue(signature));
            var options = new OnnxModelOptions { Tags = CommonOptions.TagSet(arguments, tags), IntraOpThreads = arguments.GetValue(intraOp) };
            long start = Stopwatch.GetTimestamp();
            SignatureContract chosen;
            double loadMilliseconds;
            using (OnnxModelEngine first = OnnxModelEngine.Load(path, options))
            {
                chosen = first.Contract.FindSignature(key)!;
                first.Prepare(key, [.. chosen.Inputs.Select(i => i.Key)], [.. chosen.Outputs.Select(o => o.Key)]);
                loadMilliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            string[] given = arguments.GetValue(values) ?? [];
            var reader = new ValueReader(console.Input, ImageScaling.None);
            IReadOnlyList<NamedTensor> inputs = BenchInputs.Find(path, chosen, given.Length == 0 ? null : CallInputs.OfArguments(chosen, reader, given));
            var session = new BenchSession(
                () => OnnxModelEngine.Load(path, options),
                chosen,
                inputs,
                arguments.GetValue(compare),
                options.IntraOpThreads,
                new Bench(TimeSpan.FromSeconds(arguments.GetValue(seconds))));
            BenchSetting[] settings = Settings(arguments.GetValue(batches), arguments.GetValue(threads));
            if (arguments.GetRequiredValue(format) == "json")
            {
                IReadOnlyList<BenchResult> results = [];
                await ProgressBar.ShowAsync(console, "bench", settings.Length * BenchSession.UpdatesPerSetting, advance =>
                {
                    results = session.Run(settings, (_, _) => advance(), cancellationToken);
                    return Task.CompletedTask;
                });
                BenchReport.WriteJson(console.Out, path, key, loadMilliseconds, results);
            }
            else
            {
                BenchReport.WriteLive(console, path, key, loadMilliseconds, update => session.Run(settings, update, cancellationToken));
            }

            return ExitCode.Fine;
        });
        return command.WithExamples(
            "kerascompat bench Models/label_image",
            "kerascompat bench Models/mobilenet --batch 1 8 32 --threads 1 4",
            "kerascompat bench Models/mobilenet --compare mobilenet.tf2onnx.onnx --format json");
    }

    private static Option<int[]> Numbers(string name, string description)
    {
        var option = new Option<int[]>(name) { Description = description, AllowMultipleArgumentsPerToken = true, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>()?.Any(n => n < 1) == true)
            {
                result.AddError($"{name} must be 1 or more.");
            }
        });
        return option;
    }

    /// <summary>Chooses before the engine is loaded, so that the time to load is the engine's alone.</summary>
    private static string ChooseSignature(string path, IReadOnlyList<string>? tags, string? key)
    {
        ModelContract contract = ContractFactory.Create(SavedModelReader.Read(path), tags, withFingerprint: false);
        return SignatureChoice.Choose(path, contract, key).Key;
    }

    private static BenchSetting[] Settings(int[]? batches, int[]? threads)
    {
        int?[] rows = batches is { Length: > 0 } ? [.. batches.Select(b => (int?)b)] : [null];
        int[] callers = threads is { Length: > 0 } ? threads : [1];
        return [.. rows.SelectMany(batch => callers.Select(count => new BenchSetting(batch, count)))];
    }
}
