using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.State;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>Makes programs runnable: loads their ONNX models and finds their kernels.</summary>
/// <param name="sessions">Loads ONNX models.</param>
/// <param name="resources">The variables and tables of the model.</param>
internal sealed class ProgramCompiler(SessionFactory sessions, ResourceStore resources)
{
    /// <summary>Makes a program and the programs of the functions that it calls runnable.</summary>
    /// <param name="program">The program.</param>
    /// <exception cref="KerasCompatException">A step cannot be run.</exception>
    public ProgramRunner Compile(SignatureProgram program) => new(program, [.. program.Steps.Select(Compile)], resources);

    private CompiledStep Compile(ProgramStep step) => step switch
    {
        OnnxStep onnx => new OnnxCall(onnx, sessions.Create(OnnxImage.Of(onnx, sessions.ChannelBlock))),
        OnnxImageStep onnx => new OnnxCall(onnx, sessions.Create(onnx.Image)),
        KernelStep kernel => new KernelCall(
            kernel,
            KernelTable.All.Find(kernel.Node) ?? throw new KerasCompatException($"There is no kernel for {kernel.Node}."),
            [.. kernel.Bodies.Select(Compile)]),
        _ => throw new KerasCompatException($"A step of type {step.GetType().Name} cannot be run."),
    };
}
