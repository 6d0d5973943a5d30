using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>Whether a declared partial method is what the model has.</summary>
internal static class DeclarationRules
{
    private const string Category = "KerasCompat.Declaration";

    /// <summary>A partial method without a body has a name that no signature has.</summary>
    public static readonly DiagnosticDescriptor DeclaredSignatureNotFound = new(
        "KC0050",
        "A declared method belongs to no signature",
        "Method '{0}' belongs to no signature of model '{1}'; say which with [KerasSignature(\"key\")]: it has {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A partial method without a body has a name that no signature has.",
        helpLinkUri: HelpLink.Base + "KC0050.md");

    /// <summary>The signature has an input for which the method has no parameter.</summary>
    public static readonly DiagnosticDescriptor ParameterMissing = new(
        "KC0051",
        "A declared method lacks a parameter",
        "Method '{0}' lacks parameter '{1}': signature '{3}' of model '{2}' has input '{4}', {5}; add '{6} {1}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The signature has an input for which the method has no parameter.",
        helpLinkUri: HelpLink.Base + "KC0051.md");

    /// <summary>The method has a parameter for which the signature has no input.</summary>
    public static readonly DiagnosticDescriptor ParameterExtra = new(
        "KC0052",
        "A declared method has a parameter that the model does not have",
        "Parameter '{0}' is not in signature '{2}' of model '{1}', which has {3}; remove it",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The method has a parameter for which the signature has no input.",
        helpLinkUri: HelpLink.Base + "KC0052.md");

    /// <summary>The parameter stands where an input of another name belongs.</summary>
    public static readonly DiagnosticDescriptor ParameterMisnamed = new(
        "KC0053",
        "A parameter is not named as the model names it",
        "Parameter '{0}' should be called '{1}': at its place signature '{3}' of model '{2}' has input '{4}'; rename it, or keep the name with [KerasName({5})]",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The parameter stands where an input of another name belongs.",
        helpLinkUri: HelpLink.Base + "KC0053.md");

    /// <summary>The parameter has another type than its input.</summary>
    public static readonly DiagnosticDescriptor ParameterMistyped = new(
        "KC0054",
        "A parameter is not of the type that the model wants",
        "Parameter '{0}' should be '{1}', not '{2}': input '{4}' of model '{3}' is {5}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The parameter has another type than its input.",
        helpLinkUri: HelpLink.Base + "KC0054.md");

    /// <summary>The parameters stand in another order than the inputs.</summary>
    public static readonly DiagnosticDescriptor ParameterMisordered = new(
        "KC0055",
        "A parameter is out of order",
        "Parameter '{0}' should be number {1}, not {2}: signature '{4}' of model '{3}' has its inputs in the order {5}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The parameters stand in another order than the inputs.",
        helpLinkUri: HelpLink.Base + "KC0055.md");

    /// <summary>The return type is none of those that the generated method can have.</summary>
    public static readonly DiagnosticDescriptor ReturnTypeWrong = new(
        "KC0056",
        "A declared method returns another type than the model gives",
        "Method '{0}' should return '{1}', not '{2}': that is the result of signature '{4}' of model '{3}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The return type is none of those that the generated method can have.",
        helpLinkUri: HelpLink.Base + "KC0056.md");

    /// <summary>The rules of this group.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        DeclaredSignatureNotFound,
        ParameterMissing,
        ParameterExtra,
        ParameterMisnamed,
        ParameterMistyped,
        ParameterMisordered,
        ReturnTypeWrong,
    ];
}
