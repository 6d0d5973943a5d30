using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Passes;

/// <summary>The rewritings of a TensorFlow graph before it is translated, in their order.</summary>
internal static class GraphPasses
{
    private const int DeepestBody = 64;

    /// <summary>Passes that find loops and conditionals; those that follow see a graph without cycles.</summary>
    private static readonly Action<TfGraph>[] Structure =
    [
        ReferencesToResources.Run,
        FusedOps.Run,
        ForwardIdentities.Run,
        ArraysToLists.Run,
        FramesToLoops.Run,
        SwitchesToBranches.Run,
    ];

    /// <summary>Ops of TensorFlow 1, and those that its optimizer leaves behind: a graph without them has its structure already.</summary>
    private static bool IsStructured(string op) => !ReferencesToResources.Turns(op) && !FusedOps.IsTakenApart(op)
        && op is not ("Switch" or "RefSwitch" or "Merge" or "RefMerge" or "LoopCond") && !op.StartsWith("TensorArray", StringComparison.Ordinal);

    private static readonly Action<TfGraph>[] Passes =
    [
        ForwardIdentities.Run,
        DilatedConvolutions.Run,
        ReadOutputs.Run,
    ];

    public static void Run(TfGraph graph)
    {
        if (!Rewiring.Nodes(graph).TrueForAll(node => IsStructured(node.Op)))
        {
            foreach (Action<TfGraph> pass in Structure)
            {
                pass(graph);
            }
        }

        RunInside(graph, 0);
    }

    /// <summary>Also in the bodies of the loops and conditionals that were found.</summary>
    private static void RunInside(TfGraph graph, int depth)
    {
        if (depth > DeepestBody)
        {
            throw new ModelFormatException("saved_model.pb", $"'{graph.Name}'", $"its loops and conditionals are nested more than {DeepestBody} deep", "Save the model again, or report it if TensorFlow itself can load it.");
        }

        foreach (Action<TfGraph> pass in Passes)
        {
            pass(graph);
        }

        foreach (TfGraph body in Rewiring.Nodes(graph).SelectMany(node => node.Bodies ?? []))
        {
            RunInside(body, depth + 1);
        }
    }
}
