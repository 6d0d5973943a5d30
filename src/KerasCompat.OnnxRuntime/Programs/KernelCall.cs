using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Kernels;

namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>A step that a managed kernel runs.</summary>
/// <param name="step">The step.</param>
/// <param name="kernel">The kernel of its op.</param>
/// <param name="bodies">The programs of the functions that it calls.</param>
internal sealed class KernelCall(KernelStep step, TfKernel kernel, ProgramRunner[] bodies)
    : CompiledStep([.. step.Inputs], [.. step.Outputs])
{
    /// <summary>The node.</summary>
    public TfNode Node { get; } = step.Node;

    /// <summary>The kernel.</summary>
    public TfKernel Kernel { get; } = kernel;

    /// <summary>The programs of the functions that the node calls.</summary>
    public ProgramRunner[] Bodies { get; } = bodies;

    /// <inheritdoc/>
    public override string Place => Node.ToString();
}
