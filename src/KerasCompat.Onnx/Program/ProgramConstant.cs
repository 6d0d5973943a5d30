using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Program;

/// <summary>A slot with a value that is fixed when the program is loaded.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Value">Its value.</param>
public sealed record ProgramConstant(int Slot, ConstantTensor Value);
