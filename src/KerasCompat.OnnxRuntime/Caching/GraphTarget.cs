using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>What the ONNX models of a kept program are made for.</summary>
internal static class GraphTarget
{
    /// <summary>Any machine: the models as they were translated.</summary>
    public const string Any = "any";

    /// <summary>
    /// This machine alone: the models as ONNX Runtime optimised them. It arranges weights as the processor's widest instructions like them, so
    /// that such a model gives wrong numbers on a processor that likes another arrangement.
    /// </summary>
    /// <param name="optimization">How far they are optimised.</param>
    public static string ThisMachine(OnnxGraphOptimization optimization) =>
        $"{(int)optimization} {OrtEnvironment.BuildInfo} {RuntimeInformation.RuntimeIdentifier} {Processor()}";

    // What the processor says of itself and not what .NET uses of it, which settings of .NET limit.
    private static string Processor()
    {
        if (!X86Base.IsSupported)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }

        (int version, _, int features, int moreFeatures) = X86Base.CpuId(1, 0);
        (_, int wide, int wider, int widest) = X86Base.CpuId(7, 0);
        return $"{version:x} {features:x} {moreFeatures:x} {wide:x} {wider:x} {widest:x}";
    }
}
