using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Program;

/// <summary>What an engine can run besides ONNX. The translator asks it for every op that has no ONNX form.</summary>
public interface IKernelCatalog
{
    /// <summary>Whether the engine has a managed kernel for a node.</summary>
    /// <param name="node">The node, with its attributes and element types.</param>
    bool CanRun(TfNode node);
}
