using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>The names of the scopes that a type is declared in, as its text has them.</summary>
internal static class DeclaredNames
{
    /// <summary>The types around a type, outermost first.</summary>
    public static IEnumerable<TypeDeclarationSyntax> ContainersOf(TypeDeclarationSyntax type) =>
        type.Ancestors().OfType<TypeDeclarationSyntax>().Reverse();

    /// <summary>The names of the namespace of a type, without <c>@</c>.</summary>
    public static IEnumerable<string> NamespaceOf(TypeDeclarationSyntax type) => type.Ancestors()
        .OfType<BaseNamespaceDeclarationSyntax>()
        .Reverse()
        .SelectMany(scope => scope.Name.DescendantTokens())
        .Where(token => token.IsKind(SyntaxKind.IdentifierToken))
        .Select(token => token.ValueText);

    /// <summary>The full name of a type, by which its parts find each other.</summary>
    public static string FullNameOf(TypeDeclarationSyntax type) => string.Join(
        ".", NamespaceOf(type).Concat(ContainersOf(type).Append(type).Select(declaration => declaration.Identifier.ValueText)));
}
