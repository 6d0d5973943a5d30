namespace KerasCompat.Cli.Verification;

/// <summary>Lets work begin only while all that runs stays within a limit of memory; work larger than the limit runs alone.</summary>
/// <param name="limit">The limit, in bytes.</param>
internal sealed class MemoryGate(long limit)
{
    private readonly Lock _lock = new();
    private readonly Queue<(long Bytes, TaskCompletionSource Entered)> _waiting = new();
    private long _used;
    private int _inside;

    /// <summary>The limit, in bytes.</summary>
    public long Limit => limit;

    /// <summary>Waits until there is room; first come, first served.</summary>
    /// <param name="bytes">What the work will need.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Gives the room back when disposed.</returns>
    public async Task<IDisposable> EnterAsync(long bytes, CancellationToken cancellationToken)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((bytes, entered));
            Admit();
        }

        try
        {
            await entered.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            if (!entered.TrySetCanceled(cancellationToken))
            {
                Leave(bytes);
            }

            throw;
        }

        return new Share(this, bytes);
    }

    private void Admit()
    {
        while (_waiting.TryPeek(out (long Bytes, TaskCompletionSource Entered) next) && (_inside == 0 || _used + next.Bytes <= limit))
        {
            _waiting.Dequeue();
            if (next.Entered.TrySetResult())
            {
                _used += next.Bytes;
                _inside++;
            }
        }
    }

    private void Leave(long bytes)
    {
        lock (_lock)
        {
            _used -= bytes;
            _inside--;
            Admit();
        }
    }

    private sealed class Share(MemoryGate gate, long bytes) : IDisposable
    {
        public void Dispose() => gate.Leave(bytes);
    }
}
