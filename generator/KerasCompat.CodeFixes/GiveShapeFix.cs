namespace KerasCompat.CodeFixes;

/// <summary>Gives an array that holds several rows the shape that says so.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GiveShapeFix))]
[Shared]
public sealed class GiveShapeFix() : NodeFix(UsageRules.ConstantShape)
{
    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node is ExpressionSyntax array
            && Told(diagnostic, DiagnosticProperties.Replacement) is { } lengths
            && Told(diagnostic, DiagnosticProperties.Declaration) is { } creation)
        {
            ExpressionSyntax shaped = SyntaxFactory.ParseExpression($"{creation}({array.WithoutTrivia()}, [{lengths}])");
            yield return new($"Give the shape [{lengths}]", array, shaped.WithTriviaFrom(array));
        }
    }
}
