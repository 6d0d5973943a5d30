using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>How keys become names in C#.</summary>
internal static class NameRules
{
    private const string Category = "KerasCompat.Naming";

    /// <summary>Two keys of one signature differ only in characters that C# names do not keep.</summary>
    public static readonly DiagnosticDescriptor NameCollision = new(
        "KC0040",
        "Two keys become one C# name",
        "In signature '{1}' of model '{0}', '{2}' and '{3}' both become '{4}'; '{3}' is called '{5}'; give it a name of its own with [KerasName({6}, \"name\")]",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Two keys of one signature differ only in characters that C# names do not keep.",
        helpLinkUri: HelpLink.Base + "KC0040.md");

    /// <summary>Two signature keys differ only in characters that C# names do not keep, or the class has a member of that name.</summary>
    public static readonly DiagnosticDescriptor MethodCollision = new(
        "KC0041",
        "Two signatures become one C# method",
        "In model '{0}', signatures '{1}' and '{2}' both become '{3}'; '{2}' is called '{4}'; give it a name of its own with [KerasSignature({5}, MethodName = \"Name\")]",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "Two signature keys differ only in characters that C# names do not keep, or the class has a member of that name.",
        helpLinkUri: HelpLink.Base + "KC0041.md");

    /// <summary>A [KerasName] names a key that the model does not have.</summary>
    public static readonly DiagnosticDescriptor RenamedKeyNotFound = new(
        "KC0042",
        "A renamed key is not in the model",
        "[KerasName] names '{1}', but model '{0}' has no input or output of that key{2}; it has {3}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A [KerasName] names a key that the model does not have.",
        helpLinkUri: HelpLink.Base + "KC0042.md");

    /// <summary>A [KerasName] or [KerasSignature] gives a name that C# cannot have.</summary>
    public static readonly DiagnosticDescriptor NameInvalid = new(
        "KC0043",
        "A given name is no C# identifier",
        "'{0}' is no C# identifier; give '{1}' a name of letters, digits and underscores that begins with a letter",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A [KerasName] or [KerasSignature] gives a name that C# cannot have.",
        helpLinkUri: HelpLink.Base + "KC0043.md");

    /// <summary>The rules of this group.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NameCollision,
        MethodCollision,
        RenamedKeyNotFound,
        NameInvalid,
    ];
}
