using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Flow;

/// <summary>A bound on a loop's iterations: it goes on while a counter has not reached a limit.</summary>
/// <param name="Counter">The variable that counts.</param>
/// <param name="Limit">The limit, an output in the condition that no iteration changes.</param>
/// <param name="IsInclusive">Whether the limit itself is an iteration too.</param>
internal sealed record LoopLimit(int Counter, TfOutput Limit, bool IsInclusive);
