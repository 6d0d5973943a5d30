using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Passes;
using KerasCompat.Onnx.Variables;

namespace KerasCompat.Onnx.Translation;

/// <summary>The graphs and variables of one model, as all its signatures share them.</summary>
internal sealed class ModelGraphs(GraphImporter importer, ModelVariables variables)
{
    private readonly Dictionary<string, TfGraph> _functions = new(StringComparer.Ordinal);

    /// <summary>Whether loops that are recurrent layers become ONNX' recurrent operators; if not, they stay loops.</summary>
    public bool RecognisesRecurrence { get; set; } = true;

    public ModelVariables Variables { get; } = variables;

    /// <summary>The bodies of a loop or branch, prepared like a signature's graph, each with nodes of its own.</summary>
    public IReadOnlyList<TfGraph> Bodies(TfNode node) => [.. (node.Bodies ?? [.. ControlFlow.Functions(node).Select(Function)]).Select(body => body.Copy())];

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
