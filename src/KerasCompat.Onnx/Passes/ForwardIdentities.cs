using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Passes;

/// <summary>Reads past nodes that hand on their input unchanged.</summary>
internal static class ForwardIdentities
{
    private static readonly HashSet<string> Ops = new(StringComparer.Ordinal)
    {
        "Identity", "IdentityN", "StopGradient", "PreventGradient", "CheckNumerics", "CheckNumericsV2", "Snapshot", "DeepCopy", "RefIdentity",
        "PlaceholderWithDefault", "EnsureShape", "DebugIdentity", "DebugIdentityV2", "OptimizationBarrier", "_EagerConst",
    };

    public static void Run(TfGraph graph)
    {
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
                node.InputList[i] = Source(node.InputList[i]);
                stack.Push(node.InputList[i].Node);
            }

            foreach (TfNode before in node.ControlInputs)
            {
                stack.Push(before);
            }
        }

        graph.Fetches = [.. graph.Fetches.Select(Source)];
    }

    private static TfOutput Source(TfOutput output)
    {
        while (Ops.Contains(output.Node.Op) && output.Index < output.Node.InputList.Count)
        {
            output = output.Node.InputList[output.Index];
        }

        return output;
    }
}
