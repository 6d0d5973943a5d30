using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.OnnxRuntime.Programs;
using KerasCompat.OnnxRuntime.Sessions;

namespace KerasCompat.OnnxRuntime.Calls;

/// <summary>A signature with its inputs and outputs at the positions that the caller chose, and the pool of its calls.</summary>
internal sealed class PreparedSignature : SignatureRunner
{
    private readonly ProgramRunner _program;
    private readonly ReferenceCount _model;
    private readonly CallPool<EngineCall> _pool = new();
    private readonly bool _isSingleModel;

    /// <summary>A signature at chosen positions.</summary>
    /// <param name="modelPath">The model's folder.</param>
    /// <param name="signature">The signature as the model states it.</param>
    /// <param name="program">Its program.</param>
    /// <param name="inputKeys">The inputs, in the caller's order.</param>
    /// <param name="outputKeys">The outputs, in the caller's order.</param>
    /// <param name="scheduler">Runs asynchronous calls.</param>
    /// <param name="model">What must stay open while calls exist.</param>
    /// <exception cref="ModelArgumentException">There is no such input or output, or an input without a default is missing.</exception>
    public PreparedSignature(
        string modelPath,
        SignatureContract signature,
        ProgramRunner program,
        IReadOnlyList<string> inputKeys,
        IReadOnlyList<string> outputKeys,
        CallScheduler scheduler,
        ReferenceCount model)
    {
        ModelPath = modelPath;
        Signature = signature;
        Place = $"Model '{modelPath}', signature '{signature.Key}'";
        Scheduler = scheduler;
        _program = program;
        _model = model;
        InputKeys = [.. inputKeys];
        OutputKeys = [.. outputKeys];
        Inputs = Array.ConvertAll(InputKeys, key => new SignatureInput(Find(program.Inputs, key, "input")));
        Outputs = Array.ConvertAll(OutputKeys, key => Find(program.Outputs, key, "output"));
        Defaults = [.. program.Inputs.Where(input => !InputKeys.Contains(input.Key)).Select(Default)];
        _isSingleModel = BoundCall.Fits(this, program.Steps);
    }

    /// <inheritdoc/>
    public override SignatureContract Signature { get; }

    /// <summary>The model's folder.</summary>
    public string ModelPath { get; }

    /// <summary>Model and signature, as messages name them.</summary>
    public string Place { get; }

    /// <summary>Runs asynchronous calls.</summary>
    public CallScheduler Scheduler { get; }

    /// <summary>The keys of the inputs, in the caller's order.</summary>
    public string[] InputKeys { get; }

    /// <summary>The keys of the outputs, in the caller's order.</summary>
    public string[] OutputKeys { get; }

    /// <summary>The inputs, in the caller's order.</summary>
    public SignatureInput[] Inputs { get; }

    /// <summary>The outputs, in the caller's order.</summary>
    public ProgramTensor[] Outputs { get; }

    /// <summary>The slots of the inputs that the caller leaves out, with their defaults.</summary>
    public SlotValue[] Defaults { get; }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The engine has been disposed.</exception>
    public override ModelCall Rent()
    {
        ObjectDisposedException.ThrowIf(_pool.IsClosed, typeof(OnnxModelEngine));
        EngineCall call = _pool.TryTake() ?? NewCall();
        call.Rented();
        return call;
    }

    /// <summary>Takes a call back.</summary>
    /// <param name="call">The call.</param>
    public void Return(EngineCall call) => _pool.Return(call);

    /// <summary>Frees idle calls, and running ones when they are given back.</summary>
    public void Close() => _pool.Close();

    private EngineCall NewCall() => _isSingleModel
        ? new BoundCall(this, (OnnxCall)_program.Steps[0])
        : new ProgramCall(this, _program, _model);

    private ProgramTensor Find(IReadOnlyList<ProgramTensor> tensors, string key, string kind) =>
        tensors.FirstOrDefault(tensor => tensor.Key == key)
        ?? throw new ModelArgumentException(
            $"{Place} has no {kind} '{key}'; it has {string.Join(", ", tensors.Select(tensor => $"'{tensor.Key}'"))}.", key);

    private SlotValue Default(ProgramTensor input)
    {
        TensorLiteral literal = Signature.Inputs.FirstOrDefault(tensor => tensor.Key == input.Key)?.Default
            ?? throw new ModelArgumentException($"{Place}, input '{input.Key}': it has no default and must be given.", input.Key);
        return new SlotValue(input.Slot, DefaultValue.ToTensor(input.DType, literal));
    }
}
