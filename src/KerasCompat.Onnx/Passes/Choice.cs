using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Passes;

/// <summary>What a Merge depends on.</summary>
/// <param name="Predicate">The condition of the Switch nodes before it.</param>
/// <param name="IsFirstTrue">Whether its first input is the one that is alive when the condition is true.</param>
internal sealed record Choice(TfOutput Predicate, bool IsFirstTrue);
