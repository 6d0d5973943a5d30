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

    /// <summary>The same graph with nodes of its own, so that it can be written out more than once.</summary>
    public TfGraph Copy()
    {
        var copies = new Dictionary<TfNode, TfNode>(ReferenceEqualityComparer.Instance);
        IReadOnlyList<TfNode> schedule = Schedule();
        foreach (TfNode node in schedule)
        {
            var copy = new TfNode(node.Name, node.Op, node.Attributes) { OutputTypes = node.OutputTypes, Bodies = node.Bodies, ReadOutputs = node.ReadOutputs, CallsEffects = node.CallsEffects };
            copy.InputList.AddRange(node.InputList.Select(input => new TfOutput(copies[input.Node], input.Index)));
            copy.ControlInputs.AddRange(node.ControlInputs.Select(before => copies[before]));
            copies[node] = copy;
        }

        return new TfGraph(
            Name,
            [.. Feeds.Select(feed => copies[feed])],
            [.. Fetches.Select(fetch => new TfOutput(copies[fetch.Node], fetch.Index))],
            [.. Effects.Select(effect => copies[effect])]);
    }

    /// <summary>The nodes needed, each after the nodes it reads and the effects it waits for.</summary>
    /// <exception cref="ModelFormatException">The graph has a cycle that is no loop of TensorFlow 1.</exception>
    public IReadOnlyList<TfNode> Schedule() => Scheduler.Order(Fetches.Select(f => f.Node).Concat(Effects).Concat(Feeds));
}
