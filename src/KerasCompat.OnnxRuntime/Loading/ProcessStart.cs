using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Layout;
using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>
/// What a process does once, before its first model can be loaded, and what no model has a part in: ONNX Runtime's native library and its
/// environment, the instruments of telemetry, and the code of a call. It is done on other threads while the first model is read.
/// </summary>
internal static class ProcessStart
{
    private static int _begun;
    private static int _rehearsed;
    private static Thread? _environment;
    private static Thread? _rehearsal;

    /// <summary>Begins, the first time that it is called, for a model that is kept translated: it is there before a rehearsal could be over.</summary>
    public static void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            _environment = Start("KerasCompat start", static () => _ = OrtEnvironment.Pointer);
            // A process that ends at once must not take the library down while it is still coming up.
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => AwaitEnd();
        }
    }

    /// <summary>Begins, the first time that it is called, for a model that is to be translated: then there is time to rehearse that, and a call.</summary>
    public static void BeginWithRehearsal()
    {
        // Before the library is loaded: until that is done, the system starts no threads.
        if (Interlocked.Exchange(ref _rehearsed, 1) == 0)
        {
            _rehearsal = Start("KerasCompat rehearsal", Rehearse);
        }

        Begin();
    }

    private static void Rehearse()
    {
        // .NET compiles the question to the processor when it is first asked.
        _ = ChannelBlock.OfThisProcessor;

        // What somebody observes must not show calls that nobody made.
        if (!EngineTelemetry.ObservesCalls)
        {
            Rehearsal.Run();
        }
    }

    // A thread of its own is there sooner than one of a pool that has none yet, and all of a first load waits for it.
    private static Thread Start(string name, Action work)
    {
        var thread = new Thread(() => Run(work)) { IsBackground = true, Name = name };
        thread.UnsafeStart();
        return thread;
    }

    private static void Run(Action work)
    {
        try
        {
            work();
        }
        catch (Exception)
        {
            // Whoever needs it next gets the same error, on a thread where it can be caught.
        }
    }

    private static void AwaitEnd()
    {
        _environment?.Join();
        _rehearsal?.Join();
    }
}
