using KerasCompat.Onnx.Passes;

namespace KerasCompat.Onnx.Graph;

/// <summary>
/// The ops that have no form of their own because the translator resolves them: what is fed, variables, calls, what hands on its input,
/// TensorFlow 1's control flow, and what only watches.
/// </summary>
internal static class StructuralOps
{
    private static readonly string[] Resolved =
    [
        "Const", "Placeholder", "PlaceholderV2", "VarHandleOp", "ReadVariableOp", "VariableV2", "Variable", "PartitionedCall", "StatefulPartitionedCall",
        "Switch", "RefSwitch", "Merge", "RefMerge", "Enter", "RefEnter", "Exit", "RefExit", "NextIteration", "RefNextIteration", "LoopCond",
    ];

    /// <summary>All of them, sorted.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Resolved.Concat(SideEffects.WatcherOps).Concat(ForwardIdentities.ForwardedOps).Distinct().Order(StringComparer.Ordinal)];
}
