using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Passes;

/// <summary>The rewritings of a TensorFlow graph before it is translated, in their order.</summary>
internal static class GraphPasses
{
    private static readonly Action<TfGraph>[] Passes =
    [
        ForwardIdentities.Run,
        FramesToLoops.Run,
        SwitchesToBranches.Run,
        DilatedConvolutions.Run,
    ];

    public static void Run(TfGraph graph)
    {
        foreach (Action<TfGraph> pass in Passes)
        {
            pass(graph);
        }
    }
}
