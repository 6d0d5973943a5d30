using System.Diagnostics.CodeAnalysis;

namespace KerasCompat.OnnxRuntime.Calls;

/// <summary>
/// Runs asynchronous calls on the thread pool, not more at once than the configured number: ONNX Runtime computes on the thread that calls
/// it, so more calls than processors would only take the pool's threads away from others.
/// </summary>
/// <param name="maxConcurrency">How many calls run at once; 0 for one per processor.</param>
[SuppressMessage(
    "Design", "CA1001", Justification = "The semaphore has no wait handle, so nothing to free; calls may still wait when the engine is disposed.")]
internal sealed class CallScheduler(int maxConcurrency)
{
    private readonly SemaphoreSlim _free = new(maxConcurrency > 0 ? maxConcurrency : Environment.ProcessorCount);

    /// <summary>Runs a call when its turn comes.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Stops it, also while it waits.</param>
    public async Task Run(EngineCall call, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.Factory.StartNew(
                static state => ((Turn)state!).Run(), new Turn(call, cancellationToken), CancellationToken.None,
                TaskCreationOptions.DenyChildAttach, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    private sealed record Turn(EngineCall Call, CancellationToken CancellationToken)
    {
        public void Run() => Call.Run(CancellationToken);
    }
}
