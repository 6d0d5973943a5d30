namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>Writes entries of the cache while the model is already called with what they will hold: nobody waits for them but the next process.</summary>
internal sealed class CacheWriting : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Action> _waiting = [];
    private readonly List<Thread> _threads = [];

    /// <summary>Adds something to be written.</summary>
    /// <param name="write">Writes it. What fails there leaves the cache as it was.</param>
    public void Add(Action write)
    {
        lock (_lock)
        {
            _waiting.Add(write);
        }
    }

    /// <summary>Begins to write what was added, on another thread.</summary>
    public void Begin()
    {
        if (Take() is [_, ..] writes)
        {
            // Not a thread in the background: a short program, too, is to leave something for the next time.
            var thread = new Thread(() => Array.ForEach(writes, Run)) { Name = "KerasCompat cache" };
            lock (_lock)
            {
                _threads.Add(thread);
            }

            thread.UnsafeStart();
        }
    }

    /// <summary>Waits until all is written: it reads what the caller is about to free.</summary>
    public void Dispose()
    {
        Begin();
        Thread[] threads;
        lock (_lock)
        {
            threads = [.. _threads];
        }

        Array.ForEach(threads, thread => thread.Join());
    }

    private Action[] Take()
    {
        lock (_lock)
        {
            Action[] writes = [.. _waiting];
            _waiting.Clear();
            return writes;
        }
    }

    private static void Run(Action write)
    {
        try
        {
            write();
        }
        catch (Exception)
        {
            // Whoever calls the model is told of what is wrong with it; a cache that cannot be filled is no error.
        }
    }
}
