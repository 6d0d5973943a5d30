using KerasCompat.Engines;
using Microsoft.ML.OnnxRuntime;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>
/// What a process does once, before its first model can be loaded, and what no model has a part in: ONNX Runtime's native library and its
/// environment, and the instruments of telemetry. It is done on another thread while the first model is read.
/// </summary>
internal static class ProcessStart
{
    private static int _begun;

    /// <summary>Begins, the first time that it is called.</summary>
    public static void Begin()
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            Task running = Task.Run(Run);
            // A process that ends at once must not take the library down while it is still coming up.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => running.Wait();
        }
    }

    private static void Run()
    {
        try
        {
            new SessionOptions().Dispose();
            new PrePackedWeightsContainer().Dispose();
            _ = OrtEnv.Instance();
            _ = EngineTelemetry.ObservesCalls;
        }
        catch (Exception)
        {
            // Whoever needs it next gets the same error, on a thread where it can be caught.
        }
    }
}
