using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>One of the sessions that hold the same model.</summary>
/// <param name="Index">Its number among them.</param>
/// <param name="Session">ONNX Runtime's session.</param>
internal sealed record SessionCopy(int Index, OrtSession Session);
