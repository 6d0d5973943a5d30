using BenchmarkDotNet.Running;
using KerasCompat.Benchmarks;

// "texts" measures in turns; everything else is BenchmarkDotNet's.
if (args is ["texts"])
{
    TextRatios.Run(Console.Out);
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
}
