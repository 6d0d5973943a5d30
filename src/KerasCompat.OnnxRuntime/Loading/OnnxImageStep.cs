using KerasCompat.Onnx.Program;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>A step that ONNX Runtime runs, as the cache keeps it: <see cref="OnnxStep"/> with the model's bytes instead of the model.</summary>
/// <param name="Image">The model.</param>
/// <param name="Inputs">The slots it reads.</param>
/// <param name="Outputs">The slots it writes.</param>
internal sealed record OnnxImageStep(OnnxImage Image, IReadOnlyList<int> Inputs, IReadOnlyList<int> Outputs) : ProgramStep(Inputs, Outputs);
