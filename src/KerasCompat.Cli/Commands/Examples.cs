using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace KerasCompat.Cli.Commands;

/// <summary>Shows examples below a command's help.</summary>
internal static class Examples
{
    /// <summary>Gives a command's help examples.</summary>
    public static Command WithExamples(this Command command, params string[] examples)
    {
        command.Options.Add(new HelpOption { Action = new HelpWithExamples(examples) });
        return command;
    }

    /// <summary>Shows help without examples.</summary>
    public static CommandLineAction HelpAction() => new HelpWithExamples([]);

    private sealed class HelpWithExamples(string[] examples) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.Write(HelpText.Of(parseResult));
            if (examples.Length > 0)
            {
                output.WriteLine("Examples:");
                foreach (string example in examples)
                {
                    output.WriteLine("  " + example);
                }

                output.WriteLine();
            }

            return ExitCode.Fine;
        }
    }
}
