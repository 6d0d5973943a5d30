using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Build;

/// <summary>Which build of this program runs: what another build wrote down is not taken for its own.</summary>
internal static class ProgramVersion
{
    /// <summary>The module versions of the assemblies that take part in a contract; equal for equal code only, as builds are deterministic.</summary>
    public static string Current { get; } = string.Join(
        " ",
        typeof(ProgramVersion).Module.ModuleVersionId,
        typeof(SavedModelReader).Module.ModuleVersionId,
        typeof(ContractJson).Module.ModuleVersionId);
}
