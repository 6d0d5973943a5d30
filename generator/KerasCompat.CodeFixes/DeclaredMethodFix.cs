using System.Collections.Immutable;
using System.Composition;
using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.CodeFixes;

/// <summary>Declares a partial method as the model has it; where only a name differs, can keep it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclaredMethodFix))]
[Shared]
public sealed class DeclaredMethodFix : NodeFix
{
    private const string KeepName = nameof(KeepName);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        DeclarationRules.ParameterMissing.Id,
        DeclarationRules.ParameterExtra.Id,
        DeclarationRules.ParameterMisnamed.Id,
        DeclarationRules.ParameterMistyped.Id,
        DeclarationRules.ParameterMisordered.Id,
        DeclarationRules.ReturnTypeWrong.Id,
    ];

    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
            && diagnostic.Properties.TryGetValue(DiagnosticProperties.Declaration, out string? declaration)
            && SyntaxFactory.ParseMemberDeclaration($"partial {declaration};") is MethodDeclarationSyntax model)
        {
            yield return new($"Declare '{method.Identifier.ValueText}' as the model has it", nameof(DeclaredMethodFix), method, method
                .WithReturnType(model.ReturnType.WithTriviaFrom(method.ReturnType))
                .WithParameterList(Parameters(method, model).WithTriviaFrom(method.ParameterList)));
        }

        if (diagnostic.Id == DeclarationRules.ParameterMisnamed.Id
            && node.FirstAncestorOrSelf<ParameterSyntax>() is { } parameter
            && diagnostic.Properties.TryGetValue(DiagnosticProperties.Key, out string? key))
        {
            AttributeListSyntax attribute = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(
                SyntaxFactory.IdentifierName("KerasName"),
                SyntaxFactory.AttributeArgumentList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.AttributeArgument(
                    SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(key!))))))));
            yield return new($"Keep the name '{parameter.Identifier.ValueText}' for input '{key}'", KeepName, parameter, parameter
                .WithoutLeadingTrivia()
                .WithAttributeLists(SyntaxFactory.SingletonList(attribute.WithTrailingTrivia(SyntaxFactory.Space)))
                .WithLeadingTrivia(parameter.GetLeadingTrivia()));
        }
    }

    // A parameter that was right keeps what the user wrote around it: attributes and default value.
    private static ParameterListSyntax Parameters(MethodDeclarationSyntax method, MethodDeclarationSyntax model) =>
        model.ParameterList.ReplaceNodes(
            model.ParameterList.Parameters,
            (wanted, _) => Find(method, wanted.Identifier.ValueText) is { } own
                ? own.WithType(wanted.Type!.WithTriviaFrom(own.Type!)).WithModifiers(wanted.Modifiers).WithTriviaFrom(wanted)
                : wanted);

    private static ParameterSyntax? Find(MethodDeclarationSyntax method, string name) =>
        method.ParameterList.Parameters.FirstOrDefault(parameter => parameter.Identifier.ValueText == name);
}
