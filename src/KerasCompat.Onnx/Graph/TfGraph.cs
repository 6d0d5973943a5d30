namespace KerasCompat.Onnx.Graph;

/// <summary>A TensorFlow graph without function calls: what a signature (or the body of a loop or branch) needs, and nothing else.</summary>
internal sealed class TfGraph
{
    public TfGraph(string name, IReadOnlyList<TfNode> feeds, IReadOnlyList<TfOutput> fetches, IReadOnlyList<TfNode> effects)
    {
        Name = name;
        Feeds = feeds;
        Fetches = fetches;
        Effects = effects;
    }

    public string Name { get; }

    /// <summary>The nodes that stand for what is fed, in the order of the inputs. Each has one output.</summary>
    public IReadOnlyList<TfNode> Feeds { get; }

    /// <summary>What is fetched, in the order of the outputs.</summary>
    public IReadOnlyList<TfOutput> Fetches { get; set; }

    /// <summary>Nodes that must run although nobody reads them: assignments, table initialisers.</summary>
    public IReadOnlyList<TfNode> Effects { get; set; }

    /// <summary>The nodes needed, each after the nodes it reads and the effects it waits for.</summary>
    /// <exception cref="ModelFormatException">The graph has a cycle that is no loop of TensorFlow 1.</exception>
    public IReadOnlyList<TfNode> Schedule() => Scheduler.Order(Fetches.Select(f => f.Node).Concat(Effects).Concat(Feeds));
}
