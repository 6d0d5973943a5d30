using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>
/// What a process does once, before its first model can be loaded, and what no model has a part in: ONNX Runtime's native library and its
/// environment, the instruments of telemetry, and the code of a call. It is done on another thread while the first model is read.
/// </summary>
internal static class ProcessStart
{
    private static int _begun;
    private static volatile bool _translates;

    /// <summary>Begins, the first time that it is called.</summary>
    public static void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            // A thread of its own is there sooner than one of a pool that has none yet, and all of a first load waits for it.
            var thread = new Thread(Run) { IsBackground = true, Name = "KerasCompat start" };
            thread.UnsafeStart();
            // A process that ends at once must not take the library down while it is still coming up.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => thread.Join();
        }
    }

    /// <summary>Says that a model is translated: then there is time to rehearse its first call.</summary>
    public static void Translates() => _translates = true;

    private static void Run()
    {
        try
        {
            _ = OrtEnvironment.Pointer;
            // A model from the cache is there before a rehearsal could be over. One that somebody observes must not show.
            if (!EngineTelemetry.ObservesCalls && _translates)
            {
                Rehearsal.Run();
            }
        }
        catch (Exception)
        {
            // Whoever needs it next gets the same error, on a thread where it can be caught.
        }
    }
}
