using KerasCompat.Onnx.Graph;
using KerasCompat.Onnx.Program;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Tells the translator what kernels there are. The table of kernels is made when it is first asked: most models need none.</summary>
internal sealed class KernelCatalog : IKernelCatalog
{
    /// <inheritdoc/>
    public bool CanRun(TfNode node) => KernelTable.All.Find(node) is not null;
}
