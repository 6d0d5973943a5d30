using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;

namespace KerasCompat.CallBenchmarks;

/// <summary>Nothing besides ONNX: label_image needs nothing else.</summary>
internal sealed class NoKernels : IKernelCatalog
{
    public bool CanRun(TfNode node) => false;
}
