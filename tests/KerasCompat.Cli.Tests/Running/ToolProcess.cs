using System.Diagnostics;
using System.Text;

namespace KerasCompat.Cli.Tests.Running;

/// <summary>Runs the built tool as its users do: as a process.</summary>
internal static class ToolProcess
{
    /// <summary>Runs the tool to its end.</summary>
    public static Task<ToolResult> RunAsync(params string[] arguments) => RunAsync(new ToolRun { Arguments = arguments });

    /// <summary>Runs the tool to its end.</summary>
    public static async Task<ToolResult> RunAsync(ToolRun run)
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        using Process process = Start(run);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancelled);
        Task<string> error = process.StandardError.ReadToEndAsync(cancelled);
        if (run.Input is not null)
        {
            await process.StandardInput.BaseStream.WriteAsync(run.Input, cancelled);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync(cancelled);
        return new ToolResult(process.ExitCode, (await output).ReplaceLineEndings("\n"), (await error).ReplaceLineEndings("\n"));
    }

    /// <summary>Starts the tool.</summary>
    public static Process Start(ToolRun run)
    {
        // A shell starts what runs in its background with Ctrl+C ignored, and a process inherits that.
        bool restores = run.TakesInterrupts && OperatingSystem.IsLinux();
        var start = new ProcessStartInfo(restores ? "env" : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            WorkingDirectory = run.WorkingDirectory,
        };
        if (restores)
        {
            start.ArgumentList.Add("--default-signal=INT");
            start.ArgumentList.Add("dotnet");
        }

        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "KerasCompat.Cli.dll"));
        foreach (string argument in run.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("COLUMNS");
        foreach ((string name, string value) in run.Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}

/// <summary>How to run the tool.</summary>
internal sealed record ToolRun
{
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public byte[]? Input { get; init; }

    /// <summary>Whether Ctrl+C reaches it, whatever started the tests.</summary>
    public bool TakesInterrupts { get; init; }

    public string WorkingDirectory { get; init; } = TestModels.Root;

    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();
}

/// <summary>What a run of the tool gave.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error);
