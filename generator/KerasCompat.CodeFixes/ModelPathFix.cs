namespace KerasCompat.CodeFixes;

/// <summary>Writes the path of the model that was meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ModelPathFix))]
[Shared]
public sealed class ModelPathFix() : NodeFix(ModelRules.NotFound, ModelRules.PathNotCanonical)
{
    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (Told(diagnostic, DiagnosticProperties.Replacement) is { } path
            && node.FirstAncestorOrSelf<AttributeArgumentSyntax>()?.Expression is LiteralExpressionSyntax literal)
        {
            LiteralExpressionSyntax replacement = SyntaxFactory.LiteralExpression(
                SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(path));
            yield return new($"Use model '{path}'", literal, replacement.WithTriviaFrom(literal));
        }
    }
}
