using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Program;

/// <summary>A single TensorFlow op that is run by a managed kernel.</summary>
/// <param name="Node">The op, its name and attributes.</param>
/// <param name="Bodies">The programs of the functions that the op calls (condition and body of a loop, branches), in the order of its function attributes.</param>
/// <param name="Inputs">The slots it reads.</param>
/// <param name="Outputs">The slots it writes.</param>
public sealed record KernelStep(
    TfNode Node,
    IReadOnlyList<SignatureProgram> Bodies,
    IReadOnlyList<int> Inputs,
    IReadOnlyList<int> Outputs)
    : ProgramStep(Inputs, Outputs);
