using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Translation;

/// <summary>An op's mapping cannot express this node in ONNX; a managed kernel may.</summary>
internal sealed class OpRefusedException(string reason, TfNode? node = null) : Exception(reason)
{
    /// <summary>The node; null where its caller knows it.</summary>
    public TfNode? Node { get; } = node;
}
