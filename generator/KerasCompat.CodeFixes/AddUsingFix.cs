namespace KerasCompat.CodeFixes;

/// <summary>Disposes a client at the end of its block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddUsingFix))]
[Shared]
public sealed class AddUsingFix() : NodeFix(UsageRules.NotDisposed)
{
    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<LocalDeclarationStatementSyntax>() is { } statement && statement.UsingKeyword == default)
        {
            SyntaxToken keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword)
                .WithLeadingTrivia(statement.GetLeadingTrivia())
                .WithTrailingTrivia(SyntaxFactory.Space);
            LocalDeclarationStatementSyntax disposed = statement.WithoutLeadingTrivia().WithUsingKeyword(keyword);
            yield return new("Dispose it with 'using'", statement, disposed);
        }
    }
}
