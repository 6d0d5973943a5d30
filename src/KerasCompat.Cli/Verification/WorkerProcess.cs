using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace KerasCompat.Cli.Verification;

/// <summary>A process of this same tool that replays models one after another, and that may crash or hang without taking the report with it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private bool _isWaiting = true;

    private WorkerProcess(Process process) => _process = process;

    /// <summary>Whether it can be given another model.</summary>
    public bool IsUsable => _isWaiting && !_process.HasExited;

    /// <summary>The memory that it held after its last model, in bytes.</summary>
    public long WorkingSet { get; private set; }

    /// <summary>Starts a worker.</summary>
    /// <param name="command">What to start.</param>
    public static WorkerProcess Start(WorkerCommand command)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        Process process = Process.Start(start) ?? throw new UsageException(command.Program, "could not be started again for a worker", "Check the installation.");
        // What native code prints there would fill the pipe and block it.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return new WorkerProcess(process);
    }

    /// <summary>Replays a model.</summary>
    /// <param name="model">The model and its cases.</param>
    /// <param name="caseLimit">The longest that one case, with the loading of the model for the first, may take.</param>
    /// <param name="finished">Told every row as it comes.</param>
    /// <param name="cancellationToken">Ends the worker.</param>
    public async Task ReplayAsync(RecordedModel model, TimeSpan caseLimit, Action<CaseResult> finished, CancellationToken cancellationToken)
    {
        _isWaiting = false;
        var pending = new Queue<(string Signature, string Name)>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonLine.Of(json =>
            {
                json.WriteString("folder", model.Folder);
                json.WriteString("cases", model.CasesFile);
            }));
            await _process.StandardInput.FlushAsync(cancellationToken);
            while (true)
            {
                limit.CancelAfter(caseLimit);
                string? line = await _process.StandardOutput.ReadLineAsync(limit.Token);
                if (line is null)
                {
                    await _process.WaitForExitAsync(cancellationToken);
                    Lose(model, pending, $"the engine's process ended unexpectedly ({Ending(_process.ExitCode)})", finished);
                    return;
                }

                if (line.StartsWith('{') && Handle(line, pending, finished))
                {
                    _isWaiting = true;
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Lose(model, pending, $"did not finish within {Show.Invariant(caseLimit.TotalSeconds)} seconds", finished);
        }
        catch (IOException error)
        {
            Lose(model, pending, $"the engine's process could not be reached: {error.Message}", finished);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
            if (!IsUsable || !_process.WaitForExit(TimeSpan.FromSeconds(1)))
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception error) when (error is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            // It has already ended.
        }

        _process.Dispose();
    }

    /// <summary>Takes an event of the worker in.</summary>
    /// <returns>Whether the model is done.</returns>
    private bool Handle(string line, Queue<(string Signature, string Name)> pending, Action<CaseResult> finished)
    {
        using JsonDocument message = JsonDocument.Parse(line);
        if (message.RootElement.TryGetProperty("done", out JsonElement memory))
        {
            WorkingSet = memory.GetInt64();
            return true;
        }

        if (message.RootElement.TryGetProperty("cases", out JsonElement cases))
        {
            foreach (JsonElement item in cases.EnumerateArray())
            {
                pending.Enqueue((item[0].GetString()!, item[1].GetString()!));
            }
        }
        else if (message.RootElement.TryGetProperty("result", out JsonElement result))
        {
            pending.TryDequeue(out _);
            finished(CaseResultJson.Read(result));
        }

        return false;
    }

    /// <summary>Rows for the case during which the worker was lost, and for those that it never came to.</summary>
    private static void Lose(RecordedModel model, Queue<(string Signature, string Name)> pending, string reason, Action<CaseResult> finished)
    {
        if (!pending.TryDequeue(out (string Signature, string Name) culprit))
        {
            finished(CaseResult.NotRun(model.Folder, "", "", CaseStatus.Error, reason));
            return;
        }

        finished(CaseResult.NotRun(model.Folder, culprit.Signature, culprit.Name, CaseStatus.Error, reason));
        foreach ((string signature, string name) in pending)
        {
            finished(CaseResult.NotRun(model.Folder, signature, name, CaseStatus.Error, $"not run: case '{culprit.Name}' {reason}"));
        }
    }

    private static string Ending(int exitCode) => exitCode > 128 ? $"signal {Show.Invariant(exitCode - 128)}" : $"exit code {Show.Invariant(exitCode)}";
}
