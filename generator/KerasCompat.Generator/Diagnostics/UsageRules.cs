using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>How clients are used.</summary>
internal static class UsageRules
{
    private const string Category = "KerasCompat.Usage";

    /// <summary>A tensor or array of constant shape does not have the shape of the parameter.</summary>
    public static readonly DiagnosticDescriptor ConstantShape = new(
        "KC0070",
        "A tensor has another shape than the model takes",
        "'{0}' of {1}.{2} takes {3}, but is given {4}{5}",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A tensor or array of constant shape does not have the shape of the parameter.",
        helpLinkUri: HelpLink.Base + "KC0070.md");

    /// <summary>A client is kept in a local variable and never disposed, returned or stored.</summary>
    public static readonly DiagnosticDescriptor NotDisposed = new(
        "KC0071",
        "A loaded model is not disposed",
        "The client '{0}' holds a loaded model and is never disposed here; declare it with 'using', or keep it in a field whose owner disposes it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A client is kept in a local variable and never disposed, returned or stored.",
        helpLinkUri: HelpLink.Base + "KC0071.md");

    /// <summary>Load is called in a loop, or by the handler of a request.</summary>
    public static readonly DiagnosticDescriptor LoadInLoop = new(
        "KC0072",
        "A model is loaded again and again",
        "'{0}.{1}' loads the whole model {2}; load it once, before: clients may be used from any number of threads at once",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Load is called in a loop, or by the handler of a request.",
        helpLinkUri: HelpLink.Base + "KC0072.md");

    /// <summary>The rules of this group.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        ConstantShape,
        NotDisposed,
        LoadInLoop,
    ];
}
