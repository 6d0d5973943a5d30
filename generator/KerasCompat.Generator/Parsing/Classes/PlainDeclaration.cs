using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Parsing.Classes;

/// <summary>Reads the declaration of a class that can become a client as it stands.</summary>
internal static class PlainDeclaration
{
    /// <summary>The class; null where it cannot become a client, or where the compiler must be asked what it is.</summary>
    public static TypeSpec? TypeOf(TypeDeclarationSyntax type)
    {
        if (!type.IsKind(SyntaxKind.ClassDeclaration) && !type.IsKind(SyntaxKind.RecordDeclaration))
        {
            return null;
        }

        TypeDeclarationSyntax[] outer = [.. DeclaredNames.ContainersOf(type)];
        string[] scope = [.. DeclaredNames.NamespaceOf(type)];
        return AccessibilityOf(type) is { } accessibility
            && type.ParameterList is null
            && outer.Append(type).All(IsPlain)
            && scope.All(IsPlain)
                ? new TypeSpec(
                    string.Join(".", scope),
                    new(outer.Select(container => $"partial {KeywordOf(container)} {Identifiers.Escape(container.Identifier.ValueText)}")),
                    accessibility,
                    KeywordOf(type),
                    type.Identifier.ValueText)
                : null;
    }

    /// <summary>The members of a class that a generated one must not be called like; null where a member may be a partial method to implement.</summary>
    public static IReadOnlyList<string>? MembersOf(TypeDeclarationSyntax type)
    {
        var names = new List<string>();
        foreach (MemberDeclarationSyntax member in type.Members)
        {
            switch (member)
            {
                case BaseFieldDeclarationSyntax field:
                    names.AddRange(field.Declaration.Variables.Select(variable => variable.Identifier.ValueText));
                    break;
                case PropertyDeclarationSyntax { ExplicitInterfaceSpecifier: null } property:
                    names.Add(property.Identifier.ValueText);
                    break;
                case EventDeclarationSyntax { ExplicitInterfaceSpecifier: null } @event:
                    names.Add(@event.Identifier.ValueText);
                    break;
                case ClassDeclarationSyntax or StructDeclarationSyntax or InterfaceDeclarationSyntax or RecordDeclarationSyntax or EnumDeclarationSyntax:
                    names.Add(((BaseTypeDeclarationSyntax)member).Identifier.ValueText);
                    break;
                case DelegateDeclarationSyntax @delegate:
                    names.Add(@delegate.Identifier.ValueText);
                    break;
                case PropertyDeclarationSyntax or EventDeclarationSyntax or IndexerDeclarationSyntax:
                case BaseMethodDeclarationSyntax when !member.Modifiers.Any(SyntaxKind.PartialKeyword):
                    break;
                default:
                    return null;
            }
        }

        return [.. names.Distinct()];
    }

    private static bool IsPlain(TypeDeclarationSyntax type) =>
        type.TypeParameterList is null
        && !type.Identifier.IsMissing
        && type.Modifiers.Any(SyntaxKind.PartialKeyword)
        && !type.Modifiers.Any(SyntaxKind.FileKeyword);

    // The compiler's own way of writing a namespace puts an @ before a keyword.
    private static bool IsPlain(string name) =>
        name.Length > 0 && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None;

    private static string KeywordOf(TypeDeclarationSyntax type) => type.Kind() switch
    {
        SyntaxKind.InterfaceDeclaration => "interface",
        SyntaxKind.StructDeclaration => "struct",
        SyntaxKind.RecordStructDeclaration => "record struct",
        SyntaxKind.RecordDeclaration => "record",
        _ => "class",
    };

    private static string? AccessibilityOf(TypeDeclarationSyntax type)
    {
        var access = new List<string>();
        foreach (SyntaxToken modifier in type.Modifiers)
        {
            switch (modifier.Kind())
            {
                case SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword or SyntaxKind.PrivateKeyword:
                    access.Add(modifier.ValueText);
                    break;
                case SyntaxKind.SealedKeyword or SyntaxKind.PartialKeyword or SyntaxKind.UnsafeKeyword or SyntaxKind.NewKeyword:
                    break;
                default:
                    return null;
            }
        }

        access.Sort(StringComparer.Ordinal);
        return string.Join(" ", access) switch
        {
            "" => type.Parent switch
            {
                InterfaceDeclarationSyntax => "public",
                TypeDeclarationSyntax => "private",
                _ => "internal",
            },
            "internal protected" => "protected internal",
            "private protected" => "private protected",
            "public" or "internal" or "protected" or "private" => access[0],
            _ => null,
        };
    }
}
