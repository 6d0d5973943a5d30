using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Native;

namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>A step of a program failed. Never reaches a caller: the call turns it into a <see cref="ModelCallException"/>.</summary>
/// <param name="place">The step.</param>
/// <param name="cause">What it reported.</param>
/// <param name="given">What the step was given; told where that is what the cause leaves open.</param>
internal sealed class ProgramException(string place, Exception cause, IEnumerable<HostTensor?>? given = null) : Exception(Describe(place, cause, given ?? []), cause)
{
    private static string Describe(string place, Exception cause, IEnumerable<HostTensor?> given) => cause switch
    {
        KernelException or OrtException or KerasCompatException => $"{place}: {cause.Message}",
        // Kernels narrow sizes and positions to 32 bits with a check, for none that a tensor can have is larger.
        OverflowException => $"{place}: a size or position is larger than any tensor's, given {Write(given)}",
        _ => $"{place}, given {Write(given)}: {UnforeseenFailure.Describe(cause)}",
    };

    private static string Write(IEnumerable<HostTensor?> tensors) => string.Join(", ", tensors.Select(tensor => tensor?.ToString() ?? "nothing"));
}
