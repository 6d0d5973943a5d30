namespace KerasCompat.CodeFixes;

/// <summary>Makes a class partial, so that the client can be added to it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddPartialFix))]
[Shared]
public sealed class AddPartialFix() : NodeFix(ClassRules.NotPartial, ClassRules.ContainerNotPartial)
{
    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type)
        {
            yield return new($"Make '{type.Identifier.ValueText}' partial", type, WithPartial(type));
        }
    }

    // The first token of the declaration keeps what stands before it; "partial" stands last of the modifiers.
    private static TypeDeclarationSyntax WithPartial(TypeDeclarationSyntax type)
    {
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (type.Modifiers.Count > 0)
        {
            return type.AddModifiers(partial);
        }

        SyntaxTriviaList leading = type.Keyword.LeadingTrivia;
        return type.WithKeyword(type.Keyword.WithLeadingTrivia()).AddModifiers(partial.WithLeadingTrivia(leading));
    }
}
