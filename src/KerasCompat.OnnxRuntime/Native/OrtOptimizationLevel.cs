namespace KerasCompat.OnnxRuntime.Native;

/// <summary>ONNX Runtime's <c>GraphOptimizationLevel</c>.</summary>
internal enum OrtOptimizationLevel
{
    /// <summary><c>ORT_DISABLE_ALL</c>.</summary>
    None = 0,

    /// <summary><c>ORT_ENABLE_BASIC</c>.</summary>
    Basic = 1,

    /// <summary><c>ORT_ENABLE_EXTENDED</c>.</summary>
    Extended = 2,

    /// <summary><c>ORT_ENABLE_ALL</c>.</summary>
    All = 99,
}
