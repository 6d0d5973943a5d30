namespace KerasCompat.OnnxRuntime;

/// <summary>How a model is loaded and run. The defaults are ONNX Runtime's.</summary>
public sealed record OnnxModelOptions
{
    /// <summary>The defaults.</summary>
    public static OnnxModelOptions Default { get; } = new();

    /// <summary>The tags of the meta graph to load; null for the one tagged <c>serve</c>, or the only one.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>
    /// How many threads work on one op of one call; 0 for one per physical core. A server that answers many calls at once has the highest
    /// throughput with 1.
    /// </summary>
    public int IntraOpThreads { get; init; }

    /// <summary>How many independent ops of one call run at once; 0 and 1 for one after the other.</summary>
    public int InterOpThreads { get; init; }

    /// <summary>
    /// Whether threads that wait for work keep the processor busy for a short time. Gives lower latency; without it the processor is free
    /// between calls. On by default.
    /// </summary>
    public bool SpinWaiting { get; init; } = true;

    /// <summary>How far the graph is optimised when it is loaded.</summary>
    public OnnxGraphOptimization GraphOptimization { get; init; } = OnnxGraphOptimization.All;

    /// <summary>How many asynchronous calls run at once, the others wait without holding a thread; 0 for one per processor.</summary>
    public int MaxConcurrency { get; init; }

    /// <summary>
    /// How many sessions of ONNX Runtime a small model gets at most, so that calls on different processors do not wait for each other. They are
    /// loaded when calls have met; each takes as much memory as the model (weights that lie in files are shared), less than 2 MB. A model is
    /// small when its calls take less than 100 microseconds and its graph less than 1 MB. 0 for one per processor, or four at most where
    /// sessions have threads of their own (<see cref="IntraOpThreads"/> other than 1); 1 for a single one.
    /// </summary>
    public int MaxSessions { get; init; }

    /// <summary>
    /// The folder in which translated signatures are kept, so that the next process that loads the same model loads faster; null for none.
    /// By default the folder that the environment variable <c>KERASCOMPAT_CACHE</c> names (<c>off</c> for none), else <c>kerascompat</c> in
    /// the system's place for caches of the user. What is kept is used only for the very same model, weights index and version of this
    /// library; weights are not kept, they stay in the model's folder.
    /// </summary>
    public string? CacheFolder { get; init; } = Caching.CacheFolder.Default();
}
