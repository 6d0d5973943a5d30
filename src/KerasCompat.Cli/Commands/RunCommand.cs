using System.CommandLine;
using System.Text;
using System.Text.Json;
using KerasCompat.Cli.Tensors;
using KerasCompat.Cli.Terminal;
using KerasCompat.Cli.Values;
using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Cli.Commands;

/// <summary><c>kerascompat run MODEL NAME=VALUE...</c></summary>
internal static class RunCommand
{
    private const string RowsFromInput = "-";

    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        Argument<string> model = CommonOptions.Model();
        var values = new Argument<string[]>("NAME=VALUE")
        {
            Description = "A value per input: JSON, plain text for strings, @FILE (.npy, .npz, .json, an image, or the bytes of a string), or - for "
                + "standard input. @FILE.npz or @FILE.json alone give all inputs. A lone - reads a JSON object per line and calls the model for each.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> signature = CommonOptions.Signature();
        var output = new Option<string?>("--output", "-o") { Description = "A .json, .npy or .npz for the outputs instead of standard output." };
        var force = new Option<bool>("--force") { Description = "Replace the file if there is one." };
        var outputs = new Option<string[]>("--outputs") { Description = "The outputs that are wanted; all where none are named.", AllowMultipleArgumentsPerToken = true };
        var scaling = new Option<ImageScaling>("--scale") { Description = "What becomes of an image's pixels: none (0 to 255), unit (0 to 1), signed (-1 to 1)." };
        Option<string> engine = CommonOptions.Engine();
        Option<string[]> tags = CommonOptions.Tags();
        var command = new Command("run", "Calls a model and prints what it gives.") { model, values, signature, output, force, outputs, scaling, engine, tags };
        command.SetAction((arguments, cancellationToken) =>
        {
            string path = arguments.GetRequiredValue(model);
            IReadOnlyList<string>? tagSet = CommonOptions.TagSet(arguments, tags);
            using IModelEngine loaded = EngineCatalog.Load(arguments.GetRequiredValue(engine), path, tagSet);
            SignatureContract chosen = SignatureChoice.Choose(path, loaded.Contract, arguments.GetValue(signature));
            var call = new Call(loaded, chosen, OutputKeys(chosen, arguments.GetValue(outputs)), new ValueReader(console.Input, arguments.GetValue(scaling)));
            string[] given = arguments.GetValue(values) ?? [];
            if (given is [RowsFromInput])
            {
                RunRows(console, call, cancellationToken);
            }
            else
            {
                RunOnce(console, call, given, arguments.GetValue(output), arguments.GetValue(force), cancellationToken);
            }

            return Task.FromResult(ExitCode.Fine);
        });
        return command.WithExamples(
            "kerascompat run Models/label_image image_input=@image.npy label_input='[[0.2, 0.8]]'",
            "kerascompat run Models/digits image=@seven.png --scale unit",
            "kerascompat run Models/sentiment text='what a film' -o scores.npz",
            "cat rows.jsonl | kerascompat run Models/wine - > scores.jsonl");
    }

    private static string[] OutputKeys(SignatureContract signature, string[]? wanted)
    {
        foreach (string key in wanted ?? [])
        {
            if (!signature.Outputs.Any(o => o.Key == key))
            {
                throw new UsageException(
                    $"output '{key}'",
                    $"is none of signature '{signature.Key}'",
                    $"It has {string.Join(", ", signature.Outputs.Select(o => o.Key))}.");
            }
        }

        return wanted is { Length: > 0 } ? wanted : [.. signature.Outputs.Select(o => o.Key)];
    }

    private static void RunOnce(ToolConsole console, Call call, string[] given, string? file, bool overwrite, CancellationToken cancellationToken)
    {
        CallInputs inputs = CallInputs.OfArguments(call.Signature, call.Reader, given);
        IReadOnlyList<NamedTensor> outputs = call.Run(inputs, cancellationToken);
        if (file is null)
        {
            OutputWriter.WriteJson(console.Out, outputs);
        }
        else
        {
            OutputWriter.WriteFile(file, overwrite, outputs);
        }
    }

    private static void RunRows(ToolConsole console, Call call, CancellationToken cancellationToken)
    {
        using var lines = new StreamReader(console.Input, Encoding.UTF8);
        int number = 0;
        while (lines.ReadLine() is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            OutputWriter.WriteJson(console.Out, RunRow(call, line, number, cancellationToken));
        }

        if (number == 0)
        {
            throw new UsageException("standard input", "is empty", "Give a JSON object with a member per input on each line.");
        }
    }

    private static IReadOnlyList<NamedTensor> RunRow(Call call, string line, int number, CancellationToken cancellationToken)
    {
        try
        {
            using JsonDocument row = JsonDocument.Parse(line);
            CallInputs inputs = CallInputs.OfJson(call.Signature, call.Reader, row.RootElement);
            IReadOnlyList<NamedTensor> outputs = call.Run(inputs, cancellationToken);
            return inputs.IsRow ? [.. outputs.Select(o => new NamedTensor(o.Name, BatchDimension.Remove(o.Value)))] : outputs;
        }
        catch (JsonException error)
        {
            throw new UsageException($"standard input, line {number}", "is not JSON", "Give a JSON object with a member per input on each line.", error);
        }
        catch (UsageException error)
        {
            throw new UsageException($"standard input, line {number}: {error.Message.TrimEnd('.')}", "the rows before it were run", "Correct the line.", error);
        }
    }

    private sealed record Call(IModelEngine Engine, SignatureContract Signature, string[] OutputKeys, ValueReader Reader)
    {
        public IReadOnlyList<NamedTensor> Run(CallInputs inputs, CancellationToken cancellationToken)
        {
            IReadOnlyDictionary<string, ModelTensor> outputs = Engine.Run(Signature.Key, inputs.Values, cancellationToken);
            return [.. OutputKeys.Select(key => new NamedTensor(key, outputs[key]))];
        }
    }
}
