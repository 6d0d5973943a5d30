using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Passes;

/// <summary>Nodes of a graph and the outputs that are read in place of others.</summary>
internal static class Rewiring
{
    /// <summary>All nodes that results or effects reach, loops included.</summary>
    public static List<TfNode> Nodes(TfGraph graph)
    {
        var seen = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
        var nodes = new List<TfNode>();
        var stack = new Stack<TfNode>(graph.Fetches.Select(f => f.Node).Concat(graph.Effects).Concat(graph.Feeds));
        while (stack.TryPop(out TfNode? node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            nodes.Add(node);
            node.InputList.ForEach(input => stack.Push(input.Node));
            node.ControlInputs.ForEach(stack.Push);
        }

        return nodes;
    }

    /// <summary>Reads some outputs in place of others, everywhere.</summary>
    public static void Replace(TfGraph graph, IReadOnlyDictionary<TfOutput, TfOutput> instead)
    {
        if (instead.Count == 0)
        {
            return;
        }

        foreach (TfNode node in Nodes(graph))
        {
            for (int i = 0; i < node.InputList.Count; i++)
            {
                node.InputList[i] = Follow(node.InputList[i], instead);
            }

            for (int i = 0; i < node.ControlInputs.Count; i++)
            {
                node.ControlInputs[i] = Follow(new TfOutput(node.ControlInputs[i], 0), instead).Node;
            }
        }

        graph.Fetches = [.. graph.Fetches.Select(fetch => Follow(fetch, instead))];
    }

    private static TfOutput Follow(TfOutput output, IReadOnlyDictionary<TfOutput, TfOutput> instead)
    {
        for (int steps = 0; steps <= instead.Count && instead.TryGetValue(output, out TfOutput next); steps++)
        {
            output = next;
        }

        return output;
    }
}
