namespace KerasCompat.Onnx.Program;

/// <summary>One step of a program.</summary>
/// <param name="Inputs">The slots it reads, in the order of its inputs.</param>
/// <param name="Outputs">The slots it writes, in the order of its outputs; -1 for an output that nobody reads.</param>
public abstract record ProgramStep(IReadOnlyList<int> Inputs, IReadOnlyList<int> Outputs);
