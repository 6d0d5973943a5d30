using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Passes;

namespace KerasCompat.Onnx.Translation;

/// <summary>The bodies of loops and branches, prepared like a signature's graph.</summary>
internal sealed class FunctionBodies(GraphImporter importer, string path)
{
    /// <summary>Bodies may call each other any number of times; what they have in all, written out, is bounded.</summary>
    private const int MostNodes = 4_000_000;

    private readonly Dictionary<string, TfGraph> _functions = new(StringComparer.Ordinal);
    private long _nodes;

    /// <summary>Begins to count anew: a signature is about to be translated.</summary>
    public void Begin() => _nodes = 0;

    /// <summary>The bodies of a node in the order of its attributes, each with nodes of its own; none for an op that has no bodies.</summary>
    /// <exception cref="ModelFormatException">A body is damaged, or there are too many.</exception>
    public IReadOnlyList<TfGraph> Of(TfNode node)
    {
        IReadOnlyList<TfGraph> bodies = node.Bodies ?? [.. ControlFlow.Functions(node).Select(Function)];
        if (bodies.Count == 0)
        {
            return bodies;
        }

        foreach (TfGraph body in bodies)
        {
            _nodes += body.Schedule().Count;
        }

        return _nodes <= MostNodes
            ? [.. bodies.Select(body => body.Copy())]
            : throw new ModelFormatException(path, $"node '{node.Name}'", $"its loops and branches, written out, have more than {MostNodes} nodes", "Save the model again, or report it if TensorFlow itself can load it.");
    }

    private TfGraph Function(string name)
    {
        if (!_functions.TryGetValue(name, out TfGraph? graph))
        {
            graph = importer.ImportFunction(name);
            GraphPasses.Run(graph);
            _functions[name] = graph;
        }

        return graph;
    }
}
