using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasCompat.Benchmarks;

/// <summary>What the generator costs a project of 200 models: when it is built, when nothing changed, and at each keystroke.</summary>
[InProcess]
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private const int Models = 200;

    private CSharpCompilation _compilation = null!;
    private GeneratorDriver _driver = null!;
    private int _keystroke;

    /// <summary>The project as it is once it was built.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _compilation = ManyModels.Compile(Models);
        _driver = ManyModels.CreateDriver(Models).RunGenerators(_compilation);
    }

    /// <summary>The first run: every client is written.</summary>
    [Benchmark]
    public GeneratorDriver Cold() => ManyModels.CreateDriver(Models).RunGenerators(_compilation);

    /// <summary>A run on the same project.</summary>
    [Benchmark]
    public GeneratorDriver Nothing_changed() => _driver.RunGenerators(_compilation);

    /// <summary>A run after a keystroke in a file without clients.</summary>
    [Benchmark]
    public GeneratorDriver Keystroke()
    {
        _compilation = ManyModels.Type(_compilation, ++_keystroke);
        return _driver = _driver.RunGenerators(_compilation);
    }
}
