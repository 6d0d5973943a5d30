using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using KerasCompat.Cli.Commands;
using KerasCompat.Cli.Terminal;

namespace KerasCompat.Cli;

/// <summary>The command line as a whole: its commands, and what becomes of errors.</summary>
internal static class Tool
{
    /// <summary>Runs the tool.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="console">Where it reads and writes.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] args, ToolConsole console)
    {
        var debug = new Option<bool>("--debug") { Description = "Show the stack trace of an error.", Recursive = true };
        RootCommand root = Create(console, debug);
        ParseResult parsed = root.Parse(CompletionRequest.Normalized(args), new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (parsed.Action is ParseErrorAction)
            {
                throw new UsageException("command line", parsed.Errors[0].Message.TrimEnd('.'), $"See '{Path(parsed.CommandResult)} --help'.");
            }

            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = console.Out,
                Error = console.Error,
            };
            int code = await parsed.InvokeAsync(configuration);
            await console.Out.FlushAsync();
            return code;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            ErrorLine.Write(console, WithModel(error, parsed), parsed.GetValue(debug));
            return CodeOf(error);
        }
        finally
        {
            console.Close();
        }
    }

    private static RootCommand Create(ToolConsole console, Option<bool> debug)
    {
        var root = new RootCommand("Look into a Keras SavedModel, prove that C# gives what Python gave, compare, run, convert and measure.")
        {
            debug,
            InspectCommand.Create(console),
            ContractCommand.Create(console),
            DiffCommand.Create(console),
            VerifyCommand.Create(console),
            RunCommand.Create(console),
            ConvertCommand.Create(console),
            BenchCommand.Create(console),
            CheckCommand.Create(console),
            OpsCommand.Create(console),
            CompletionCommand.Create(console),
            VerifyWorkerCommand.Create(console),
        };
        root.Options.OfType<HelpOption>().Single().Action = Examples.HelpAction();
        return root;
    }

    private static string Path(CommandResult command) => command.Parent is CommandResult parent
        ? $"{Path(parent)} {command.Command.Name}"
        : "kerascompat";

    /// <summary>What the engine says of a signature names the signature, not the model that the caller named.</summary>
    private static Exception WithModel(Exception error, ParseResult parsed)
    {
        if (error is not KerasCompatException or ModelFormatException
            || !parsed.CommandResult.Command.Arguments.Any(argument => argument.Name == CommonOptions.ModelName))
        {
            return error;
        }

        string path = parsed.GetRequiredValue<string>(CommonOptions.ModelName);
        return error.Message.Contains(path, StringComparison.Ordinal) ? error : new KerasCompatException($"{path}: {ErrorLine.Describe(error)}", error);
    }

    private static int CodeOf(Exception error) => error switch
    {
        UsageException or ModelFormatException or ModelArgumentException => ExitCode.Unusable,
        KerasCompatException => ExitCode.No,
        _ => ExitCode.Unusable,
    };
}
