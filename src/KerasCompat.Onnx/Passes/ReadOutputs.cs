using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Passes;

/// <summary>Notes at loops and branches which of their outputs anything reads, so that the others need not be computed.</summary>
internal static class ReadOutputs
{
    public static void Run(TfGraph graph)
    {
        List<TfNode> nodes = Rewiring.Nodes(graph);
        var read = new Dictionary<TfNode, HashSet<int>>(ReferenceEqualityComparer.Instance);
        foreach (TfNode node in nodes.Where(ControlFlow.Is))
        {
            node.ReadOutputs = read[node] = [];
        }

        if (read.Count == 0)
        {
            return;
        }

        foreach (TfOutput output in nodes.SelectMany(n => n.InputList).Concat(graph.Fetches))
        {
            if (read.TryGetValue(output.Node, out HashSet<int>? outputs))
            {
                outputs.Add(output.Index);
            }
        }
    }
}
