namespace KerasCompat.CodeFixes;

/// <summary>Declares a partial method as the model has it; where only a name differs, can keep it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DeclaredMethodFix))]
[Shared]
public sealed class DeclaredMethodFix() : NodeFix(
    DeclarationRules.ParameterMissing,
    DeclarationRules.ParameterExtra,
    DeclarationRules.ParameterMisnamed,
    DeclarationRules.ParameterMistyped,
    DeclarationRules.ParameterMisordered,
    DeclarationRules.ReturnTypeWrong)
{
    private const string KeepName = nameof(KeepName);

    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
            && Told(diagnostic, DiagnosticProperties.Declaration) is { } declaration
            && SyntaxFactory.ParseMemberDeclaration($"partial {declaration};") is MethodDeclarationSyntax model)
        {
            yield return new($"Declare '{method.Identifier.ValueText}' as the model has it", method, method
                .WithReturnType(model.ReturnType.WithTriviaFrom(method.ReturnType))
                .WithParameterList(Parameters(method, model).WithTriviaFrom(method.ParameterList)));
        }

        if (diagnostic.Id == DeclarationRules.ParameterMisnamed.Id
            && node.FirstAncestorOrSelf<ParameterSyntax>() is { } parameter
            && Told(diagnostic, DiagnosticProperties.Key) is { } key)
        {
            AttributeListSyntax attribute = KerasAttributeList.Of($"KerasName({SyntaxFactory.Literal(key)})");
            ParameterSyntax named = parameter
                .WithoutLeadingTrivia()
                .WithAttributeLists(SyntaxFactory.SingletonList(attribute.WithTrailingTrivia(SyntaxFactory.Space)))
                .WithLeadingTrivia(parameter.GetLeadingTrivia());
            yield return new($"Keep the name '{parameter.Identifier.ValueText}' for input '{key}'", parameter, named, KeepName);
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
