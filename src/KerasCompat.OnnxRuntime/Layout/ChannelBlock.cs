using System.Runtime.Intrinsics.X86;

namespace KerasCompat.OnnxRuntime.Layout;

/// <summary>
/// How many channels ONNX Runtime's convolutions compute at once: they keep images in blocks of as many channels as a vector register holds
/// (NchwcBlockSize in onnxruntime/core/mlas/lib/platform.cpp).
/// </summary>
internal static class ChannelBlock
{
    private const int WideVectorBit = 16;

    /// <summary>The size of the blocks where images are not kept in blocks.</summary>
    public const int None = 1;

    /// <summary>The size of the blocks of this processor.</summary>
    public static int OfThisProcessor { get; } = !X86Base.IsSupported ? None : HasWideVectors() ? 16 : 8;

    /// <summary>The size of the blocks that a model is run in.</summary>
    /// <param name="optimization">How far ONNX Runtime optimises it: only the last step arranges images in blocks.</param>
    public static int For(OnnxGraphOptimization optimization) => optimization == OnnxGraphOptimization.All ? OfThisProcessor : None;

    // What the processor says of itself, as ONNX Runtime asks it; .NET's own answer depends on .NET's settings.
    private static bool HasWideVectors() => (X86Base.CpuId(7, 0).Ebx & (1 << WideVectorBit)) != 0;
}
