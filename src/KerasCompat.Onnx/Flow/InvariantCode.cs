using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Translation;

namespace KerasCompat.Onnx.Flow;

/// <summary>Finds what a loop computes anew in each iteration although nothing in it changes.</summary>
internal static class InvariantCode
{
    /// <summary>
    /// Ops that stay where they are, as loops and branches do: what they cost or whether they fail may depend on the loop being run at all.
    /// </summary>
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "Gather", "GatherV2", "GatherNd", "TensorListGetItem", "TensorListPopBack" };

    /// <summary>The nodes of a condition or body that depend on constants and invariant variables alone.</summary>
    public static HashSet<TfNode> Of(TfGraph graph, IReadOnlyList<LoopRole> roles)
    {
        var invariants = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < roles.Count; i++)
        {
            if (roles[i] == LoopRole.Invariant)
            {
                invariants.Add(graph.Feeds[i]);
            }
        }

        var feeds = new HashSet<TfNode>(graph.Feeds, ReferenceEqualityComparer.Instance);
        foreach (TfNode node in graph.Schedule())
        {
            bool random = node.Op.Contains("Random", StringComparison.Ordinal) || node.Op is "Multinomial";
            if (!feeds.Contains(node) && !ControlFlow.Is(node) && !Kept.Contains(node.Op) && !random && node.InputList.TrueForAll(i => invariants.Contains(i.Node)))
            {
                invariants.Add(node);
            }
        }

        return invariants;
    }
}
