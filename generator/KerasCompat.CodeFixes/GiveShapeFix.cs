using System.Collections.Immutable;
using System.Composition;
using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.CodeFixes;

/// <summary>Gives an array that holds several rows the shape that says so.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GiveShapeFix))]
[Shared]
public sealed class GiveShapeFix : NodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [UsageRules.ConstantShape.Id];

    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node is ExpressionSyntax array
            && diagnostic.Properties.TryGetValue(DiagnosticProperties.Replacement, out string? lengths)
            && diagnostic.Properties.TryGetValue(DiagnosticProperties.Declaration, out string? creation))
        {
            ExpressionSyntax shaped = SyntaxFactory.ParseExpression($"{creation}({array.WithoutTrivia()}, [{lengths}])");
            yield return new($"Give the shape [{lengths}]", nameof(GiveShapeFix), array, shaped.WithTriviaFrom(array));
        }
    }
}
