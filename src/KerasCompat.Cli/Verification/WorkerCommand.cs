namespace KerasCompat.Cli.Verification;

/// <summary>How a worker is started.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record WorkerCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The hidden command that a worker runs.</summary>
    public const string Name = "verify-worker";

    /// <summary>This same tool as a worker.</summary>
    /// <param name="engine">The engine that replays.</param>
    public static WorkerCommand OfThisTool(string engine)
    {
        string program = Environment.ProcessPath ?? "dotnet";
        string[] arguments = [Name, "--engine", engine];
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? new WorkerCommand(program, [Path.Combine(AppContext.BaseDirectory, "KerasCompat.Cli.dll"), .. arguments])
            : new WorkerCommand(program, arguments);
    }
}
