namespace KerasCompat.CodeFixes;

/// <summary>Gives a key whose name is taken a name of its own, which the user can then change.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(GiveNameFix))]
[Shared]
public sealed class GiveNameFix() : NodeFix(NameRules.NameCollision, NameRules.MethodCollision)
{
    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<AttributeListSyntax>() is not { } list
            || list.Parent is not TypeDeclarationSyntax type
            || Told(diagnostic, DiagnosticProperties.Key) is not { } key
            || Told(diagnostic, DiagnosticProperties.Replacement) is not { } name)
        {
            yield break;
        }

        string quotedKey = SyntaxFactory.Literal(key).ToString();
        string attribute = diagnostic.Id == NameRules.NameCollision.Id
            ? $"KerasName({quotedKey}, \"{name}\")"
            : $"KerasSignature({quotedKey}, MethodName = \"{name}\")";
        AttributeListSyntax added = KerasAttributeList.Of(attribute)
            .WithLeadingTrivia(list.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))
            .WithTrailingTrivia(list.GetTrailingTrivia());
        TypeDeclarationSyntax named = type.WithAttributeLists(type.AttributeLists.Insert(type.AttributeLists.IndexOf(list) + 1, added));
        yield return new($"Call '{key}' '{name}'", type, named);
    }
}
