using System.Collections.Immutable;
using System.Composition;
using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.CodeFixes;

/// <summary>Gives a key whose name is taken a name of its own, which the user can then change.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GiveNameFix))]
[Shared]
public sealed class GiveNameFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [NameRules.NameCollision.Id, NameRules.MethodCollision.Id];

    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<AttributeListSyntax>() is not { } list
            || list.Parent is not TypeDeclarationSyntax type
            || !diagnostic.Properties.TryGetValue(DiagnosticProperties.Key, out string? key)
            || !diagnostic.Properties.TryGetValue(DiagnosticProperties.Replacement, out string? name))
        {
            yield break;
        }

        string quotedKey = SyntaxFactory.Literal(key!).ToString();
        string attribute = diagnostic.Id == NameRules.NameCollision.Id
            ? $"KerasName({quotedKey}, \"{name}\")"
            : $"KerasSignature({quotedKey}, MethodName = \"{name}\")";
        AttributeListSyntax added = SyntaxFactory.ParseCompilationUnit($"[{attribute}]class C;").Members[0].AttributeLists[0]
            .WithLeadingTrivia(list.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
            .WithTrailingTrivia(list.GetTrailingTrivia());
        TypeDeclarationSyntax named = type.WithAttributeLists(type.AttributeLists.Insert(type.AttributeLists.IndexOf(list) + 1, added));
        yield return new($"Call '{key}' '{name}'", nameof(GiveNameFix), type, named);
    }
}
