using System.Collections.Immutable;
using System.Composition;
using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.CodeFixes;

/// <summary>Disposes a client at the end of its block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddUsingFix))]
[Shared]
public sealed class AddUsingFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [UsageRules.NotDisposed.Id];

    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { } statement && statement.UsingKeyword == default)
        {
            SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword)
                .WithLeadingTrivia(statement.GetLeadingTrivia())
                .WithTrailingTrivia(SyntaxFactory.Space);
            LocalDeclarationStatementSyntax disposed = statement.WithoutLeadingTrivia().WithUsingKeyword(keyword);
            yield return new("Dispose it with 'using'", nameof(AddUsingFix), statement, disposed);
        }
    }
}
