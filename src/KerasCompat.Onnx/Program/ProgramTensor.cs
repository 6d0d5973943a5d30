using KerasCompat.Contracts;

namespace KerasCompat.Onnx.Program;

/// <summary>An input or output of a program.</summary>
/// <param name="Key">The key in the signature.</param>
/// <param name="DType">The element type.</param>
/// <param name="Shape">What is known of the shape.</param>
/// <param name="Slot">The slot that holds it.</param>
public sealed record ProgramTensor(string Key, DType DType, TensorShape Shape, int Slot);
