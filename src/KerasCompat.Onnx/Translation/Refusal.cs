using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Translation;

/// <summary>A node that has no ONNX form.</summary>
/// <param name="Node">The node.</param>
/// <param name="Reason">Why it has none; empty where no mapping knows its op.</param>
/// <param name="Defect">What its mapping threw without meaning to; null where it refused the node.</param>
internal sealed record Refusal(TfNode Node, string Reason, Exception? Defect = null)
{
    /// <summary>The refusal that a mapping threw.</summary>
    /// <param name="node">The node that was being translated.</param>
    /// <param name="refused">What was thrown.</param>
    public static Refusal Of(TfNode node, OpRefusedException refused) => new(node, refused.Message, refused.Defect);
}
