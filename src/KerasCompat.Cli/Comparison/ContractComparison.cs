using KerasCompat.Contracts;

namespace KerasCompat.Cli.Comparison;

/// <summary>Two contracts and what differs between them.</summary>
/// <param name="OldPath">Where the old one came from.</param>
/// <param name="NewPath">Where the new one came from.</param>
/// <param name="Changes">What a caller can see of the difference.</param>
/// <param name="IsRetrained">Whether graph or weights differ; null where one of the two does not tell.</param>
internal sealed record ContractComparison(string OldPath, string NewPath, IReadOnlyList<ContractChange> Changes, bool? IsRetrained)
{
    /// <summary>How many changes break callers.</summary>
    public int BreakingCount => Changes.Count(c => c.IsBreaking);

    /// <summary>How many changes do not.</summary>
    public int CompatibleCount => Changes.Count - BreakingCount;

    /// <summary>The answer in a few words.</summary>
    public string Verdict
    {
        get
        {
            if (BreakingCount > 0)
            {
                return $"{Show.Invariant(BreakingCount)} breaking, {Show.Invariant(CompatibleCount)} compatible";
            }

            if (CompatibleCount > 0)
            {
                return $"compatible: {Show.Count(CompatibleCount, "change")} that no caller needs to know";
            }

            return IsRetrained switch
            {
                true => "compatible: the same signatures, other graph or weights",
                false => "the same model",
                null => "the same signatures",
            };
        }
    }

    /// <summary>Compares two contracts.</summary>
    public static ContractComparison Of(string oldPath, ModelContract old, string newPath, ModelContract @new) => new(
        oldPath,
        newPath,
        ContractDiff.Compare(old, @new),
        old.Fingerprint is null || @new.Fingerprint is null ? null : old.Fingerprint != @new.Fingerprint);
}
