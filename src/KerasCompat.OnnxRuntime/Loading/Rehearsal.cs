using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Calls;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.Sessions;
using KerasCompat.OnnxRuntime.State;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>
/// Translates, loads and calls a small model. What a process must load and compile for its first model, it does here on another thread, while that
/// model's graph is still read.
/// </summary>
internal static class Rehearsal
{
    /// <summary>Runs it.</summary>
    public static void Run()
    {
        SignatureContract contract = RehearsalModel.Signature;
        SignatureProgram translated = new ModelTranslation(RehearsalModel.Graph(), null, [contract], new KernelCatalog()).Translate(contract);
        var model = new ReferenceCount(static () => { });
        var sessions = new SessionFactory("", new OnnxModelOptions { IntraOpThreads = 1, MaxSessions = 1, GraphOptimization = OnnxGraphOptimization.None }, null, model);
        ProgramRunner program = new ProgramCompiler(sessions, new ResourceStore("", static _ => null)).Compile(translated);
        var signature = new PreparedSignature("", contract, program, [contract.Inputs[0].Key], [contract.Outputs[0].Key], new CallScheduler(1), model);
        using (ModelCall call = signature.Rent())
        {
            call.WriteInput(0, DType.Float32, [1, 1]).Clear();
            call.Run();
            _ = call.ReadOutput(0, DType.Float32);
        }

        signature.Close();
        program.Close();
        model.Release();
    }
}
