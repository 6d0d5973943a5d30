using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>What a class must be to become a client.</summary>
internal static class ClassRules
{
    private const string Category = "KerasCompat.Client";

    /// <summary>The class is not partial: the other part, with the calls, cannot be added.</summary>
    public static readonly DiagnosticDescriptor NotPartial = new(
        "KC0001",
        "The class of a Keras model must be partial",
        "Class '{0}' has [KerasModel] but is not partial, so nothing can be added to it; add the modifier 'partial'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The class is not partial: the other part, with the calls, cannot be added.",
        helpLinkUri: HelpLink.Base + "KC0001.md");

    /// <summary>The class, or a type around it, has type parameters.</summary>
    public static readonly DiagnosticDescriptor Generic = new(
        "KC0002",
        "The class of a Keras model cannot be generic",
        "Class '{0}' is generic, or nested in a generic type; the signatures of model '{1}' are fixed, so declare a class without type parameters",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The class, or a type around it, has type parameters.",
        helpLinkUri: HelpLink.Base + "KC0002.md");

    /// <summary>A type around the class is not partial.</summary>
    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        "KC0003",
        "A type around the class of a Keras model must be partial",
        "Class '{0}' is nested in '{1}', which is not partial; add the modifier 'partial' to '{1}' or move the class out of it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A type around the class is not partial.",
        helpLinkUri: HelpLink.Base + "KC0003.md");

    /// <summary>The class is static, abstract or visible in its file alone.</summary>
    public static readonly DiagnosticDescriptor NotInstantiable = new(
        "KC0004",
        "The class of a Keras model must be an ordinary class",
        "Class '{0}' is {1}; a client holds a loaded model and is created by Load, so make it an ordinary class (public sealed partial class {0})",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The class is static, abstract or visible in its file alone.",
        helpLinkUri: HelpLink.Base + "KC0004.md");

    /// <summary>The default engine is not referenced.</summary>
    public static readonly DiagnosticDescriptor NoEngine = new(
        "KC0005",
        "The project references no engine, so the client cannot load its model itself",
        "Client '{0}' has no Load method because the project does not reference KerasCompat.OnnxRuntime; add that package, or create the client with {0}.Create(engine)",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The default engine is not referenced.",
        helpLinkUri: HelpLink.Base + "KC0005.md");

    /// <summary>The rules of this group.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NotPartial,
        Generic,
        ContainerNotPartial,
        NotInstantiable,
        NoEngine,
    ];
}
