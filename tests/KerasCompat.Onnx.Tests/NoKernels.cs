using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;

namespace KerasCompat.Onnx.Tests;

/// <summary>An engine that runs nothing besides ONNX, so that a test sees what ONNX alone covers.</summary>
internal sealed class NoKernels : IKernelCatalog
{
    public static NoKernels Instance { get; } = new();

    public bool CanRun(TfNode node) => false;
}
