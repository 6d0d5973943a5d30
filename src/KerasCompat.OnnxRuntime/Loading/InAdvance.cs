namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>Makes on another thread what will soon be asked for.</summary>
internal static class InAdvance
{
    /// <summary>Begins to make something that a <see cref="Lazy{T}"/> keeps. What fails there fails again when it is asked for.</summary>
    /// <param name="make">Asks for it.</param>
    public static void Make(Func<object?> make)
    {
        if (ThreadPool.ThreadCount > 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(Run, make, preferLocal: false);
        }
        else
        {
            // A thread of its own is there sooner than the first one of a pool.
            new Thread(static make => Run((Func<object?>)make!)) { IsBackground = true, Name = "KerasCompat load" }.UnsafeStart(make);
        }
    }

    private static void Run(Func<object?> make)
    {
        try
        {
            _ = make();
        }
        catch (Exception)
        {
            // A Lazy keeps the exception for who wants its value.
        }
    }
}
