namespace KerasCompat.CodeFixes;

/// <summary>Takes the modifiers from a class that keep it from having instances, or another part.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OrdinaryClassFix))]
[Shared]
public sealed class OrdinaryClassFix() : NodeFix(ClassRules.NotInstantiable)
{
    /// <inheritdoc/>
    internal override IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic)
    {
        if (node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && type.Modifiers.Any(IsObstacle))
        {
            string removed = string.Join(" ", type.Modifiers.Where(IsObstacle).Select(modifier => $"'{modifier.ValueText}'"));
            yield return new($"Remove {removed}", type, WithoutObstacles(type));
        }
    }

    // What stood before the modifiers stands before those that are left, or before the class itself.
    private static TypeDeclarationSyntax WithoutObstacles(TypeDeclarationSyntax type)
    {
        SyntaxToken[] left = [.. type.Modifiers.Where(modifier => !IsObstacle(modifier))];
        if (left.Length == 0)
        {
            return type.WithModifiers(default).WithKeyword(type.Keyword.WithLeadingTrivia(type.Modifiers[0].LeadingTrivia));
        }

        left[0] = left[0].WithLeadingTrivia(type.Modifiers[0].LeadingTrivia);
        return type.WithModifiers(SyntaxFactory.TokenList(left));
    }

    private static bool IsObstacle(SyntaxToken modifier) =>
        modifier.IsKind(SyntaxKind.StaticKeyword) || modifier.IsKind(SyntaxKind.AbstractKeyword) || modifier.IsKind(SyntaxKind.FileKeyword);
}
