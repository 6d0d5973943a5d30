using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>
/// The sessions that hold one model. A session of ONNX Runtime has locks (around its memory and its plans of memory) and counts the users of
/// every weight in each run. Calls that meet in one session wait for these, and two short calls at once take as long as one after the other.
/// So a model whose calls are short gets a session for each processor, loaded on the thread pool once calls have met. All hold the same graph
/// and compute the same.
/// </summary>
internal sealed class SessionCopies
{
    // Two calls of 135 us at once are as fast in one session as in two; two of 5 us take 1.9 times as long.
    private static readonly TimeSpan LongestCall = TimeSpan.FromMicroseconds(100);

    private readonly Func<OrtSession>? _load;
    private readonly ReferenceCount _references;
    private int _bindings;
    private volatile bool _isShort;

    // By processor; null until calls have met. An entry is null until its processor makes a call, and the first session while its own is loaded.
    private volatile SessionCopy?[]? _byProcessor;

    /// <summary>Loads the first session.</summary>
    /// <param name="load">Loads the model into a session.</param>
    /// <param name="most">How many sessions there may be; at least 1.</param>
    /// <param name="references">Frees the sessions when nobody uses them.</param>
    public SessionCopies(Func<OrtSession> load, int most, ReferenceCount references)
    {
        _load = most > 1 ? load : null;
        Most = most;
        _references = references;
        First = new SessionCopy(0, load());
    }

    /// <summary>The session that the model has from the beginning.</summary>
    public SessionCopy First { get; }

    /// <summary>How many sessions there may be.</summary>
    public int Most { get; }

    /// <summary>The session for a call on this processor.</summary>
    public SessionCopy Nearest() => _byProcessor is null ? First : Of(Thread.GetCurrentProcessorId());

    /// <summary>The session for a call on a processor.</summary>
    /// <param name="processor">The number of the processor.</param>
    public SessionCopy Of(int processor)
    {
        if (_byProcessor is not { } copies)
        {
            return First;
        }

        int index = (int)((uint)processor % (uint)copies.Length);
        return Volatile.Read(ref copies[index]) ?? Request(copies, index);
    }

    /// <summary>Says that there is one more binding. Bindings are kept and used again, so a second one exists because two calls have met.</summary>
    public void Bound()
    {
        Interlocked.Increment(ref _bindings);
        Decide();
    }

    /// <summary>Says how long a call took that had nothing to prepare.</summary>
    /// <param name="time">The time in the session.</param>
    public void Took(TimeSpan time)
    {
        _isShort |= time < LongestCall;
        Decide();
    }

    /// <summary>Frees the sessions.</summary>
    public void Free()
    {
        foreach (SessionCopy? copy in (_byProcessor ?? []).Append(First).Distinct())
        {
            copy?.Session.Dispose();
        }
    }

    private void Decide()
    {
        if (Most > 1 && _isShort && Volatile.Read(ref _bindings) > 1 && _byProcessor is null)
        {
            var copies = new SessionCopy?[Most];
            copies[0] = First;
            Interlocked.CompareExchange(ref _byProcessor, copies, null);
        }
    }

    private SessionCopy Request(SessionCopy?[] copies, int index)
    {
        if (Interlocked.CompareExchange(ref copies[index], First, null) is null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => Load(copies, index), null);
        }

        return First;
    }

    private void Load(SessionCopy?[] copies, int index)
    {
        if (!_references.TryAdd())
        {
            return;
        }

        try
        {
            Volatile.Write(ref copies[index], new SessionCopy(index, _load!()));
        }
        catch (ModelFormatException)
        {
            // What was loaded before cannot be loaded again for want of memory alone: the first session goes on for this processor.
        }
        finally
        {
            _references.Release();
        }
    }
}
