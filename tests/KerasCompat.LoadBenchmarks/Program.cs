using System.Diagnostics;
using System.Runtime;
using KerasCompat.LoadBenchmarks;

// TEMP
string kind = args[0], path = args[1];
string? cache = args.Length > 2 && args[2] != "-" ? args[2] : null;
int reps = args.Length > 3 ? int.Parse(args[3]) : 1;
for (int i = 0; i < reps; i++)
{
    long start = Stopwatch.GetTimestamp();
    TimeSpan cpu = Environment.CpuUsage.TotalTime;
    long m = JitInfo.GetCompiledMethodCount();
    TimeSpan j = JitInfo.GetCompilationTime();
    using ILoadTarget target = kind == "ours" ? new SavedModelTarget(path, cache, 1) : new OnnxFileTarget(path, 1);
    target.Load();
    double load = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    target.Call();
    double first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    Console.WriteLine($"{kind} load {load:0.0} first {first:0.0} cpu {(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds:0.0} jit {JitInfo.GetCompiledMethodCount() - m} {(JitInfo.GetCompilationTime() - j).TotalMilliseconds:0.0}");
}
