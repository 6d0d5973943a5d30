namespace KerasCompat.Onnx.Translation;

/// <summary>An op's mapping cannot express this node in ONNX; a managed kernel may.</summary>
internal sealed class OpRefusedException(string reason) : Exception(reason);
