using BenchmarkDotNet.Running;
using KerasCompat.CallBenchmarks;

// "ratios" measures in turns, which is right on a machine that others use, too; everything else is BenchmarkDotNet's.
if (args is ["ratios", .. string[] names])
{
    Ratios.Run(names, Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
