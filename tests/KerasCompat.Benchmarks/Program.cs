using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using KerasCompat.Benchmarks;

// "texts" measures in turns; everything else is BenchmarkDotNet's.
if (args is ["texts"])
{
    TextRatios.Run(Console.Out);
}
else
{
    // In this process: BenchmarkDotNet would build all projects into one folder, where the libraries of two frameworks overwrite each other.
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
        args, DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)));
}
