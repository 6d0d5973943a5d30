namespace KerasCompat.CodeFixes;

/// <summary>A fix that changes one node.</summary>
public abstract class NodeFix : RuleFix
{
    private protected NodeFix(params DiagnosticDescriptor[] rules)
        : base(rules)
    {
    }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
            foreach (NodeChange change in Changes(node, diagnostic))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        change.Title,
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(change.Old, change.New.WithAdditionalAnnotations(Simplifier.Annotation)))),
                        equivalenceKey: change.Key ?? GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>The ways to mend a diagnostic.</summary>
    /// <param name="node">The innermost node of the place that it points to.</param>
    /// <param name="diagnostic">The diagnostic.</param>
    internal abstract IEnumerable<NodeChange> Changes(SyntaxNode node, Diagnostic diagnostic);
}
