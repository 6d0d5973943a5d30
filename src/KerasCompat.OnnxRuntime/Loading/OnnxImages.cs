using KerasCompat.Onnx.Program;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>Replaces the ONNX models of programs by their images.</summary>
internal static class OnnxImages
{
    /// <summary>The program with images, also in the programs of the functions that it calls.</summary>
    /// <param name="program">The program.</param>
    public static SignatureProgram Of(SignatureProgram program) => program with { Steps = [.. program.Steps.Select(Of)] };

    private static ProgramStep Of(ProgramStep step) => step switch
    {
        OnnxStep onnx => new OnnxImageStep(OnnxImage.Of(onnx), onnx.Inputs, onnx.Outputs),
        KernelStep { Bodies.Count: > 0 } kernel => kernel with { Bodies = [.. kernel.Bodies.Select(Of)] },
        _ => step,
    };
}
