using KerasCompat.Onnx.Passes;

namespace KerasCompat.Onnx.Graph;

/// <summary>
/// The ops that have no form of their own because the translator resolves them: what is fed, variables, calls, what hands on its input,
/// TensorFlow 1's control flow and arrays (which become lists), and what only watches.
/// </summary>
internal static class StructuralOps
{
    private static readonly string[] Resolved =
    [
        "Const", "Placeholder", "PlaceholderV2", "VarHandleOp", "ReadVariableOp", "VariableV2", "Variable", "TemporaryVariable", "PartitionedCall", "StatefulPartitionedCall", "BatchFunction",
        "Switch", "RefSwitch", "Merge", "RefMerge", "Enter", "RefEnter", "Exit", "RefExit", "NextIteration", "RefNextIteration", "LoopCond",
        "TensorArrayV3", "TensorArrayReadV3", "TensorArrayWriteV3", "TensorArrayGatherV3", "TensorArrayScatterV3", "TensorArraySizeV3",
        "TensorArrayConcatV3", "TensorArraySplitV3",
    ];

    /// <summary>All of them, sorted.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Resolved.Concat(ReferencesToResources.TurnedOps).Concat(FusedOps.TakenApart).Concat(SideEffects.WatcherOps).Concat(ForwardIdentities.ForwardedOps).Distinct().Order(StringComparer.Ordinal)];
}
