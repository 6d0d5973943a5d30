namespace KerasCompat.OnnxRuntime.Native;

/// <summary>ONNX Runtime reported an error. Never reaches a caller but as the cause of another exception.</summary>
/// <param name="code">Its <c>OrtErrorCode</c>.</param>
/// <param name="message">What it says.</param>
internal sealed class OrtException(int code, string message) : Exception(message)
{
    /// <summary>Its <c>OrtErrorCode</c>.</summary>
    public int Code { get; } = code;
}
