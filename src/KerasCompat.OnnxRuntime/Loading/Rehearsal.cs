using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Calls;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.Sessions;
using KerasCompat.OnnxRuntime.State;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>
/// Loads and calls a model of one op. What a process compiles for its first model, it compiles here, on another thread, while it still translates
/// that model.
/// </summary>
internal static class Rehearsal
{
    private const string Input = "x";
    private const string Output = "y";
    private static readonly TensorShape Shape = new([1]);

    /// <summary>Identity of a float32[1] in the form of onnx.proto: a ModelProto with ir_version 8, a graph of one node, and opset 13.</summary>
    private static ReadOnlySpan<byte> Model =>
        "\u0008\u0008\u003A\u0037"u8
        + "\u000A\u0010\u000A\u0001x\u0012\u0001y\u0022\u0008Identity"u8
        + "\u0012\u0001g"u8
        + "\u005A\u000F\u000A\u0001x\u0012\u000A\u000A\u0008\u0008\u0001\u0012\u0004\u000A\u0002\u0008\u0001"u8
        + "\u0062\u000F\u000A\u0001y\u0012\u000A\u000A\u0008\u0008\u0001\u0012\u0004\u000A\u0002\u0008\u0001"u8
        + "\u0042\u0002\u0010\u000D"u8;

    /// <summary>Runs it.</summary>
    public static void Run()
    {
        var model = new ReferenceCount(static () => { });
        var sessions = new SessionFactory("", new OnnxModelOptions { IntraOpThreads = 1, MaxSessions = 1, GraphOptimization = OnnxGraphOptimization.None }, null, model);
        ProgramRunner program = new ProgramCompiler(sessions, new ResourceStore("", static _ => null)).Compile(Program());
        var signature = new PreparedSignature("", new SignatureContract("", "", [], []), program, [Input], [Output], new CallScheduler(1), model);
        using (ModelCall call = signature.Rent())
        {
            call.WriteInput(0, DType.Float32, [1]).Clear();
            call.Run();
            _ = call.ReadOutput(0, DType.Float32);
        }

        signature.Close();
        program.Close();
        model.Release();
    }

    private static SignatureProgram Program() => new(
        "",
        [new ProgramTensor(Input, DType.Float32, Shape, 0)],
        [new ProgramTensor(Output, DType.Float32, Shape, 1)],
        [],
        [new OnnxImageStep(new OnnxImage(Model.ToArray(), [new(Input, DType.Float32)], [new(Output, DType.Float32)], [], null, IsRecurrent: false, IsOptimized: true), [0], [1])],
        2);
}
