using System.CommandLine;
using KerasCompat.Cli.Terminal;
using KerasCompat.Cli.Verification;

namespace KerasCompat.Cli.Commands;

/// <summary>The hidden command that a <see cref="WorkerProcess"/> runs.</summary>
internal static class VerifyWorkerCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(ToolConsole console)
    {
        Option<string> engine = CommonOptions.Engine();
        var command = new Command(WorkerCommand.Name, "Replays models for a parent process.") { engine };
        command.Hidden = true;
        command.SetAction((arguments, cancellationToken) =>
        {
            string name = arguments.GetRequiredValue(engine);
            using var input = new StreamReader(console.Input);
            // A proof starts from the model, not from what an earlier run made of it.
            var replay = new ModelReplay((folder, tags) => EngineCatalog.Load(name, folder, tags, isKept: false));
            new VerifyWorker(replay, input, console.Out).Serve(cancellationToken);
            return Task.FromResult(ExitCode.Fine);
        });
        return command;
    }
}
