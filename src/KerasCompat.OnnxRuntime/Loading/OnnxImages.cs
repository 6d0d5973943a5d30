using KerasCompat.Onnx.Program;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>Replaces the ONNX models of programs, also in the programs of the functions that they call.</summary>
internal static class OnnxImages
{
    /// <summary>The program with images of its models.</summary>
    /// <param name="program">The program; its models are changed.</param>
    /// <param name="channelBlock">The blocks of channels that their images fill (<see cref="Layout.ChannelBlock"/>).</param>
    public static SignatureProgram Of(SignatureProgram program, int channelBlock) =>
        Map(program, step => new OnnxImageStep(OnnxImage.Of(step, channelBlock), step.Inputs, step.Outputs), image => image);

    /// <summary>The program with other images.</summary>
    /// <param name="program">The program.</param>
    /// <param name="change">Gives the image that takes the place of another.</param>
    public static SignatureProgram Map(SignatureProgram program, Func<OnnxImage, OnnxImage> change) => Map(program, step => step, change);

    private static SignatureProgram Map(SignatureProgram program, Func<OnnxStep, ProgramStep> write, Func<OnnxImage, OnnxImage> change) =>
        program with { Steps = [.. program.Steps.Select(step => Map(step, write, change))] };

    private static ProgramStep Map(ProgramStep step, Func<OnnxStep, ProgramStep> write, Func<OnnxImage, OnnxImage> change) => step switch
    {
        OnnxStep onnx => write(onnx),
        OnnxImageStep onnx => onnx with { Image = change(onnx.Image) },
        KernelStep { Bodies.Count: > 0 } kernel => kernel with { Bodies = [.. kernel.Bodies.Select(body => Map(body, write, change))] },
        _ => step,
    };
}
