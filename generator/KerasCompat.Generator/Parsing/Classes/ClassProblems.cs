using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>Finds why nothing can be added to a class.</summary>
internal static class ClassProblems
{
    /// <summary>The problems of a class, at the places where they are mended.</summary>
    public static IEnumerable<DiagnosticInfo> Find(INamedTypeSymbol type, TypeDeclarationSyntax declaration, string path)
    {
        LocationInfo? name = LocationInfo.From(declaration.Identifier.GetLocation());
        if (!IsPartial(declaration))
        {
            yield return DiagnosticInfo.Create(ClassRules.NotPartial, name, type.Name);
        }

        if (IsGeneric(type))
        {
            yield return DiagnosticInfo.Create(ClassRules.Generic, name, type.Name, path);
        }

        if (Obstacle(type, declaration) is { } obstacle)
        {
            yield return DiagnosticInfo.Create(ClassRules.NotInstantiable, name, type.Name, obstacle);
        }

        foreach (TypeDeclarationSyntax container in Containers(declaration).Where(outer => !IsPartial(outer)))
        {
            SyntaxToken identifier = container.Identifier;
            yield return DiagnosticInfo.Create(
                ClassRules.ContainerNotPartial, LocationInfo.From(identifier.GetLocation()), type.Name, identifier.ValueText);
        }
    }

    private static bool IsPartial(TypeDeclarationSyntax declaration) => declaration.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static IEnumerable<TypeDeclarationSyntax> Containers(TypeDeclarationSyntax declaration) =>
        declaration.Ancestors().OfType<TypeDeclarationSyntax>();

    private static bool IsGeneric(INamedTypeSymbol? type) =>
        type is not null && (type.TypeParameters.Length > 0 || IsGeneric(type.ContainingType));

    private static string? Obstacle(INamedTypeSymbol type, TypeDeclarationSyntax declaration) =>
        type.IsStatic ? "static"
        : type.IsAbstract ? "abstract"
        : type.IsFileLocal || Containers(declaration).Any(outer => outer.Modifiers.Any(SyntaxKind.FileKeyword))
            ? "visible in its own file alone (file)"
        : HasPrimaryConstructor(type) ? "declared with a primary constructor"
        : null;

    private static bool HasPrimaryConstructor(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Any(part => part.GetSyntax() is TypeDeclarationSyntax { ParameterList: not null });
}
