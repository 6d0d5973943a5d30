using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Sessions;

namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>A step that ONNX Runtime runs.</summary>
/// <param name="step">The step.</param>
/// <param name="session">Its loaded model.</param>
internal sealed class OnnxCall(ProgramStep step, OnnxSession session) : CompiledStep([.. step.Inputs], [.. step.Outputs])
{
    /// <summary>The loaded model.</summary>
    public OnnxSession Session { get; } = session;

    /// <inheritdoc/>
    public override string Place => "ONNX Runtime";
}
