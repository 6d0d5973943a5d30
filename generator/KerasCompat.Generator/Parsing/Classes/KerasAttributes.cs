using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>The attributes that a client is asked for with, by symbol and by what source text can call them.</summary>
internal static class KerasAttributes
{
    /// <summary>The namespace of the attributes, and the name of their assembly.</summary>
    public const string Namespace = "KerasCompat";

    /// <summary>Asks for a client of a class.</summary>
    public const string Model = "KerasModel";

    /// <summary>Names an input or output in C#.</summary>
    public const string Name = "KerasName";

    /// <summary>Names the method of a signature.</summary>
    public const string Signature = "KerasSignature";

    /// <summary>The metadata name of the attribute that asks for a client.</summary>
    public const string ModelMetadataName = $"{Namespace}.{Model}{Suffix}";

    private const string Suffix = "Attribute";

    private static readonly string[] TypeNames = [Model + Suffix, Name + Suffix, Signature + Suffix];
    private static readonly string[] ShortNames = [Model, Name, Signature];

    /// <summary>The attributes of a symbol that are of one of these types.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="name">The type: <see cref="Model"/>, <see cref="Name"/> or <see cref="Signature"/>.</param>
    public static IEnumerable<AttributeData> Of(ISymbol symbol, string name) => symbol.GetAttributes().Where(attribute =>
        attribute.AttributeClass is { ContainingType: null, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } } type
        && Is(type.Name, name));

    /// <summary>Which of the attributes a name in source text is, as far as the name tells; null where it is none of them.</summary>
    public static string? Find(string name) => Array.Find(ShortNames, attribute => attribute == name || Is(name, attribute));

    /// <summary>The last part of an attribute's name, by which C# looks for the type: <c>KerasModel</c> of <c>global::KerasCompat.KerasModel</c>.</summary>
    public static SyntaxToken LastName(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier,
        SimpleNameSyntax simple => simple.Identifier,
        _ => default,
    };

    /// <summary>
    /// Whether in all of a compilation no other type has a name by which C# would look for one of these attributes. Then such a name either
    /// means the attribute or does not compile, whatever namespaces and types it stands in. (Aliases are no types:
    /// <see cref="AttributeAliases"/>.)
    /// </summary>
    public static bool HaveTheirNamesAlone(Compilation compilation)
    {
        bool isReferenced = false;
        foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (assembly.Name == Namespace && !isReferenced)
            {
                isReferenced = Array.TrueForAll(TypeNames, assembly.TypeNames.Contains) && !Array.Exists(ShortNames, assembly.TypeNames.Contains);
            }
            else if (HasNameOfOne(assembly))
            {
                return false;
            }
        }

        return isReferenced && !HasNameOfOne(compilation.Assembly);
    }

    // Of all types, nested ones too: a base class may bring them into scope.
    private static bool HasNameOfOne(IAssemblySymbol assembly) =>
        Array.Exists(TypeNames, assembly.TypeNames.Contains) || Array.Exists(ShortNames, assembly.TypeNames.Contains);

    private static bool Is(string typeName, string attribute) =>
        typeName.Length == attribute.Length + Suffix.Length
        && typeName.StartsWith(attribute, StringComparison.Ordinal)
        && typeName.EndsWith(Suffix, StringComparison.Ordinal);
}
