namespace KerasCompat.CodeFixes;

/// <summary>A fix for what some rules report: the part that all of them have in common.</summary>
public abstract class RuleFix : CodeFixProvider
{
    private protected RuleFix(params DiagnosticDescriptor[] rules) => FixableDiagnosticIds = [.. rules.Select(rule => rule.Id)];

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <summary>What a rule told its fix; null where it told nothing.</summary>
    private protected static string? Told(Diagnostic diagnostic, string property) =>
        diagnostic.Properties.TryGetValue(property, out string? value) ? value : null;
}
