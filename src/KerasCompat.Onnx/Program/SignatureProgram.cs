namespace KerasCompat.Onnx.Program;

/// <summary>
/// A signature made runnable: steps that are executed in order, each reading and writing numbered slots. Most models are one single
/// <see cref="OnnxStep"/>; strings, tables and whatever else ONNX lacks become <see cref="KernelStep"/>s between them.
/// </summary>
/// <param name="Name">The signature's key, or the function's name for a body of control flow.</param>
/// <param name="Inputs">What a caller writes before the first step, in the contract's order.</param>
/// <param name="Outputs">What a caller reads after the last step, in the contract's order. An output may share its slot with an input or another output.</param>
/// <param name="Constants">Slots whose value is fixed when the program is loaded.</param>
/// <param name="Steps">The steps, in an order in which every slot is written before it is read.</param>
/// <param name="SlotCount">How many slots there are.</param>
public sealed record SignatureProgram(
    string Name,
    IReadOnlyList<ProgramTensor> Inputs,
    IReadOnlyList<ProgramTensor> Outputs,
    IReadOnlyList<ProgramConstant> Constants,
    IReadOnlyList<ProgramStep> Steps,
    int SlotCount);
