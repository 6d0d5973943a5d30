using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>Whether the model is still the one that the program was written for.</summary>
internal static class LockRules
{
    private const string Category = "KerasCompat.Contract";

    /// <summary>The model was replaced by one with another signature than the committed contract has.</summary>
    public static readonly DiagnosticDescriptor BreakingChange = new(
        "KC0060",
        "The model differs from its contract in a way that breaks callers",
        "Model '{0}' breaks its committed contract: {1}; to accept the change, write the contract again with dotnet build -t:UpdateKerasContracts",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The model was replaced by one with another signature than the committed contract has.",
        helpLinkUri: HelpLink.Base + "KC0060.md");

    /// <summary>The model was replaced by one that does all that the committed contract says, and more.</summary>
    public static readonly DiagnosticDescriptor CompatibleChange = new(
        "KC0061",
        "The model differs from its contract, compatibly",
        "Model '{0}' differs from its committed contract, which breaks no caller: {1}; to accept the change, write the contract again with dotnet build -t:UpdateKerasContracts",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The model was replaced by one that does all that the committed contract says, and more.",
        helpLinkUri: HelpLink.Base + "KC0061.md");

    /// <summary>The rules of this group.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        BreakingChange,
        CompatibleChange,
    ];
}
