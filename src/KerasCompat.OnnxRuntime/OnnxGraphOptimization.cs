namespace KerasCompat.OnnxRuntime;

/// <summary>How far ONNX Runtime optimises a graph when it is loaded.</summary>
public enum OnnxGraphOptimization
{
    /// <summary>Everything that it can do. The default.</summary>
    All = 0,

    /// <summary>Only rewrites that keep to ONNX's own ops: constant folding, removal of what is redundant.</summary>
    Basic = 1,

    /// <summary>Basic, and fusions into ONNX Runtime's own ops; the memory layout stays.</summary>
    Extended = 2,

    /// <summary>Nothing: loads fastest, runs slowest.</summary>
    None = 3,
}
