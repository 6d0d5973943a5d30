using System.Globalization;

namespace KerasCompat.LoadBenchmarks;

/// <summary>What a process is to load and to measure.</summary>
/// <param name="Model">A SavedModel's folder, or an ONNX file.</param>
/// <param name="CacheFolder">Where translated signatures are kept; null for nowhere.</param>
internal sealed record Job(string Model, string? CacheFolder = null)
{
    private const string None = "-";

    /// <summary>The size of dimensions that the model leaves open.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>How many times the model is loaded after the first, each time anew.</summary>
    public int WarmLoads { get; init; }

    /// <summary>How many calls are made after the first.</summary>
    public int WarmCalls { get; init; }

    /// <summary>How many models are loaded and stay loaded: in the model's folder there is one folder each.</summary>
    public int Models { get; init; } = 1;

    /// <summary>Whether the threads of ONNX Runtime keep the processor busy while they wait.</summary>
    public bool SpinWaiting { get; init; } = true;

    /// <summary>Whether the memory of the process is watched, which takes a part of a processor.</summary>
    public bool WatchesMemory { get; init; }

    /// <summary>The arguments with which a process is started.</summary>
    public IEnumerable<string> Arguments =>
        [Model, CacheFolder ?? None, .. new[] { Batch, WarmLoads, WarmCalls, Models, SpinWaiting ? 1 : 0, WatchesMemory ? 1 : 0 }.Select(number => number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The job of a process's arguments.</summary>
    public static Job Parse(string[] arguments) => new(arguments[0], arguments[1] == None ? null : arguments[1])
    {
        Batch = int.Parse(arguments[2], CultureInfo.InvariantCulture),
        WarmLoads = int.Parse(arguments[3], CultureInfo.InvariantCulture),
        WarmCalls = int.Parse(arguments[4], CultureInfo.InvariantCulture),
        Models = int.Parse(arguments[5], CultureInfo.InvariantCulture),
        SpinWaiting = arguments[6] == "1",
        WatchesMemory = arguments[7] == "1",
    };

    /// <summary>The models that are loaded.</summary>
    public IEnumerable<ILoadTarget> Targets() => Models == 1
        ? [Target(Model)]
        : Enumerable.Range(0, Models).Select(i => Target(Path.Combine(Model, i.ToString(CultureInfo.InvariantCulture))));

    private ILoadTarget Target(string path) =>
        path.EndsWith(".onnx", StringComparison.Ordinal) ? new OnnxFileTarget(path, Batch) : new SavedModelTarget(path, this);
}
