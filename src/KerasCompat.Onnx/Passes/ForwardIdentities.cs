using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Passes;

/// <summary>
/// Reads past nodes that hand on their input unchanged. Among TensorFlow 1's conditionals one that waits for another node is kept: it may be dead
/// where its input is alive.
/// </summary>
internal static class ForwardIdentities
{
    private static readonly HashSet<string> Ops = new(StringComparer.Ordinal)
    {
        "Identity", "IdentityN", "StopGradient", "PreventGradient", "CheckNumerics", "CheckNumericsV2", "Snapshot", "DeepCopy", "RefIdentity",
        "PlaceholderWithDefault", "EnsureShape", "DebugIdentity", "DebugIdentityV2", "OptimizationBarrier", "_EagerConst",
        "GuaranteeConst", "Copy", "CopyHost", "DebugGradientIdentity", "XlaSharding", "XlaSpmdFullToShardShape", "XlaSpmdShardToFullShape", "XlaOptimizationBarrier",
        "XlaSetBound", "XlaRemoveDynamicDimensionSize",
    };

    /// <summary>The ops that hand on their input.</summary>
    public static IReadOnlyCollection<string> ForwardedOps => Ops;

    public static void Run(TfGraph graph)
    {
        bool mayDie = Rewiring.Nodes(graph).Exists(node => node.Op is "Switch" or "RefSwitch");
        var seen = new HashSet<TfNode>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<TfNode>(graph.Fetches.Select(f => f.Node).Concat(graph.Effects));
        while (stack.TryPop(out TfNode? node))
        {
            if (!seen.Add(node))
            {
                continue;
            }

            for (int i = 0; i < node.InputList.Count; i++)
            {
                node.InputList[i] = Source(node.InputList[i], mayDie);
                stack.Push(node.InputList[i].Node);
            }

            foreach (TfNode before in node.ControlInputs)
            {
                stack.Push(before);
            }
        }

        graph.Fetches = [.. graph.Fetches.Select(fetch => Source(fetch, mayDie))];
    }

    private static TfOutput Source(TfOutput output, bool mayDie)
    {
        while (Ops.Contains(output.Node.Op) && output.Index < output.Node.InputList.Count && !(mayDie && output.Node.ControlInputs.Count > 0))
        {
            output = output.Node.InputList[output.Index];
        }

        return output;
    }
}
