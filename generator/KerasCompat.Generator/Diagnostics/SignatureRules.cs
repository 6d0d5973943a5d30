using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>Whether the signatures of a model can be called from C#.</summary>
internal static class SignatureRules
{
    private const string Category = "KerasCompat.Signature";

    /// <summary>A signature asked for by name is not in the model.</summary>
    public static readonly DiagnosticDescriptor SignatureNotFound = new(
        "KC0030",
        "The model has no signature of this key",
        "Model '{0}' has no signature '{1}'; it has {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A signature asked for by name is not in the model.",
        helpLinkUri: HelpLink.Base + "KC0030.md");

    /// <summary>An input is encoded as a composite value.</summary>
    public static readonly DiagnosticDescriptor CompositeInput = new(
        "KC0031",
        "A composite input cannot be passed from C#",
        "Signature '{1}' of model '{0}' is left out: its input '{2}' is a composite value of {3} tensors (ragged or a user type), which has no C# type; export a signature that takes its parts as plain tensors",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An input is encoded as a composite value.",
        helpLinkUri: HelpLink.Base + "KC0031.md");

    /// <summary>An input or output has a resource, variant, quantized or 4- or 8-bit float type.</summary>
    public static readonly DiagnosticDescriptor ElementTypeUnsupported = new(
        "KC0033",
        "An element type has no C# type",
        "Signature '{1}' of model '{0}' is left out: its {2} '{3}' has elements of type {4}, which has no C# type; export a signature that casts it",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An input or output has a resource, variant, quantized or 4- or 8-bit float type.",
        helpLinkUri: HelpLink.Base + "KC0033.md");

    /// <summary>An output is encoded as a composite value or a sparse tensor.</summary>
    public static readonly DiagnosticDescriptor CompositeOutput = new(
        "KC0034",
        "A composite or sparse output cannot be returned to C#",
        "Signature '{1}' of model '{0}' is left out: its output '{2}' is {3}, which has no C# type; export a signature that returns its parts as plain tensors",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "An output is encoded as a composite value or a sparse tensor.",
        helpLinkUri: HelpLink.Base + "KC0034.md");

    /// <summary>Every signature was left out.</summary>
    public static readonly DiagnosticDescriptor NothingToCall = new(
        "KC0035",
        "No signature of the model can be called from C#",
        "None of the {1} signatures of model '{0}' can be called from C#; the other diagnostics of this class say why",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Every signature was left out.",
        helpLinkUri: HelpLink.Base + "KC0035.md");

    /// <summary>A signature needs ops that the project's engine does not run.</summary>
    public static readonly DiagnosticDescriptor OpsMissing = new(
        "KC0036",
        "The engine lacks an op that the model needs",
        "Signature '{1}' of model '{0}' needs ops that the engine of this project does not run: {2}; a call of it will fail, so export a signature without them or use another engine (`kerascompat ops` lists what is run)",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "A signature needs ops that the project's engine does not run.",
        helpLinkUri: HelpLink.Base + "KC0036.md");

    /// <summary>The rules of this group.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        SignatureNotFound,
        CompositeInput,
        ElementTypeUnsupported,
        CompositeOutput,
        NothingToCall,
        OpsMissing,
    ];
}
