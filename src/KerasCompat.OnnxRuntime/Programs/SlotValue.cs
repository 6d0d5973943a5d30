namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>A value that a slot of a program has before the first step.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Value">The value.</param>
internal sealed record SlotValue(int Slot, HostTensor Value);
