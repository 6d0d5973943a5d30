using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>All rules, one descriptor each. Their numbers are grouped by what they are about.</summary>
internal static class Rules
{
    /// <summary>All rules, by number.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        .. ClassRules.All,
        .. ModelRules.All,
        .. SignatureRules.All,
        .. NameRules.All,
        .. DeclarationRules.All,
        .. LockRules.All,
        .. UsageRules.All,
    ];

    /// <summary>The rule of an id.</summary>
    public static DiagnosticDescriptor Find(string id) => All.First(rule => rule.Id == id);
}
