namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>A step of a program failed. Never reaches a caller: the call turns it into a <see cref="ModelCallException"/>.</summary>
/// <param name="place">The step.</param>
/// <param name="cause">What it reported.</param>
internal sealed class ProgramException(string place, Exception cause) : Exception($"{place}: {cause.Message}", cause);
