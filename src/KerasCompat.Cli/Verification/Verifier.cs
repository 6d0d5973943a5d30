using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace KerasCompat.Cli.Verification;

/// <summary>Replays many models in a few worker processes, within the memory of the machine, and gives their rows in the models' order.</summary>
/// <param name="worker">What to start for a worker.</param>
/// <param name="jobs">How many workers at once.</param>
/// <param name="caseLimit">The longest that one case may take.</param>
internal sealed class Verifier(WorkerCommand worker, int jobs, TimeSpan caseLimit)
{
    /// <summary>A loaded model needs its weights, and room for what ONNX Runtime makes of them.</summary>
    private const int MemoryPerWeightByte = 4;

    private readonly ConcurrentBag<WorkerProcess> _idle = [];

    /// <summary>Replays models.</summary>
    /// <param name="models">The models, each with its cases.</param>
    /// <param name="cancellationToken">Ends the workers.</param>
    /// <returns>The rows of each model, as soon as it and those before it are done.</returns>
    public async IAsyncEnumerable<IReadOnlyList<CaseResult>> RunAsync(
        IReadOnlyList<RecordedModel> models,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var places = new SemaphoreSlim(jobs);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var memory = new MemoryGate(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);
        Task<IReadOnlyList<CaseResult>>[] running = [.. models.Select(model => ReplayAsync(model, places, memory, stop.Token))];
        try
        {
            foreach (Task<IReadOnlyList<CaseResult>> model in running)
            {
                yield return await model;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            foreach (WorkerProcess worker in _idle)
            {
                worker.Dispose();
            }
        }
    }

    private async Task<IReadOnlyList<CaseResult>> ReplayAsync(RecordedModel model, SemaphoreSlim places, MemoryGate memory, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        try
        {
            using IDisposable share = await memory.EnterAsync(MemoryPerWeightByte * Size(model.Folder), cancellationToken);
            WorkerProcess process = Take();
            var rows = new List<CaseResult>();
            try
            {
                await process.ReplayAsync(model, caseLimit, rows.Add, cancellationToken);
                return rows;
            }
            finally
            {
                if (process.IsUsable && process.WorkingSet < memory.Limit / jobs)
                {
                    _idle.Add(process);
                }
                else
                {
                    process.Dispose();
                }
            }
        }
        finally
        {
            places.Release();
        }
    }

    private WorkerProcess Take()
    {
        while (_idle.TryTake(out WorkerProcess? idle))
        {
            if (idle.IsUsable)
            {
                return idle;
            }

            idle.Dispose();
        }

        return WorkerProcess.Start(worker);
    }

    private static long Size(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
