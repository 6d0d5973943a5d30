namespace KerasCompat.Onnx.Graph;

/// <summary>What a definition became: a node, or the results of a call that was written out.</summary>
/// <param name="Node">The node; null for a call.</param>
/// <param name="Outputs">The results of a call; null for a node.</param>
/// <param name="Attributes">The definition's attributes.</param>
/// <param name="Effects">The nodes in it that change something beyond the call.</param>
/// <param name="Anchors">What waiting for it means: the nodes to wait for.</param>
/// <param name="Touches">
/// The nodes that read or change state which must have run when it has; noted only where the graph changes any.
/// </param>
internal sealed record BoundNode(
    TfNode? Node,
    IReadOnlyList<TfOutput>? Outputs,
    NodeAttributes Attributes,
    IReadOnlyList<TfNode> Effects,
    IReadOnlyList<TfNode> Anchors,
    IReadOnlyList<TfNode> Touches);
