using System.Diagnostics;
using System.Globalization;

namespace KerasCompat.LoadBenchmarks;

/// <summary>
/// The memory that this process has for itself: pages of mapped files do not count, which the system gives to others when it needs them.
/// Read every millisecond on a thread of its own, because no system tells the most that it was.
/// </summary>
internal sealed class PrivateMemory : IDisposable
{
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _end = new();
    private long _peak;

    public PrivateMemory()
    {
        _thread = new Thread(Watch) { IsBackground = true, Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    /// <summary>The bytes after a collection, and the most that there were until now.</summary>
    public (double Now, double Peak) Measure()
    {
        double peak = Math.Max(Interlocked.Read(ref _peak), Read());
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return (Read(), peak);
    }

    public void Dispose()
    {
        _end.Set();
        _thread.Join();
        _end.Dispose();
    }

    private void Watch()
    {
        do
        {
            Interlocked.Exchange(ref _peak, Math.Max(_peak, Read()));
        }
        while (!_end.Wait(1));
    }

    private static long Read()
    {
        if (!OperatingSystem.IsLinux())
        {
            using Process process = Process.GetCurrentProcess();
            return process.PrivateMemorySize64;
        }

        // .NET reports address space on Linux, of which most was never touched.
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("RssAnon:", StringComparison.Ordinal))
            {
                return long.Parse(line.AsSpan(8).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
            }
        }

        return 0;
    }
}
