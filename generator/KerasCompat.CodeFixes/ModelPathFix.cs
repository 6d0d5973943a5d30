using System.Collections.Immutable;
using System.Composition;
using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.CodeFixes;

/// <summary>Writes the path of the model that was meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ModelPathFix))]
[Shared]
public sealed class ModelPathFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [ModelRules.NotFound.Id, ModelRules.PathNotCanonical.Id];

    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (diagnostic.Properties.TryGetValue(DiagnosticProperties.Replacement, out string? path)
            && node.FirstAncestorOrSelf<AttributeArgumentSyntax>()?.Expression is LiteralExpressionSyntax literal)
        {
            LiteralExpressionSyntax replacement = SyntaxFactory.LiteralExpression(
                SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(path!));
            yield return new($"Use model '{path}'", nameof(ModelPathFix), literal, replacement.WithTriviaFrom(literal));
        }
    }
}
