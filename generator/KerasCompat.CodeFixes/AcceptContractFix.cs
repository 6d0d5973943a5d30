using Microsoft.CodeAnalysis.Text;

namespace KerasCompat.CodeFixes;

/// <summary>Accepts a changed model: writes what the build read from it into the committed contract.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AcceptContractFix))]
[Shared]
public sealed class AcceptContractFix() : RuleFix(LockRules.BreakingChange, LockRules.CompatibleChange)
{
    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Diagnostic diagnostic = context.Diagnostics[0];
        if (Find(context.Document.Project, Told(diagnostic, DiagnosticProperties.Committed)) is { } lockFile
            && Find(context.Document.Project, Told(diagnostic, DiagnosticProperties.Actual)) is { } modelFile)
        {
            context.RegisterCodeFix(
                CodeAction.Create(
                    $"Accept the model as it is: write {Path.GetFileName(lockFile.FilePath)}",
                    cancellationToken => Accept(lockFile, modelFile, cancellationToken),
                    equivalenceKey: nameof(AcceptContractFix)),
                diagnostic);
        }

        return Task.CompletedTask;
    }

    private static TextDocument? Find(Project project, string? path) =>
        project.AdditionalDocuments.FirstOrDefault(document => path is not null && document.FilePath == path);

    private static async Task<Solution> Accept(TextDocument lockFile, TextDocument modelFile, CancellationToken cancellationToken)
    {
        SourceText text = await modelFile.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return lockFile.Project.Solution.WithAdditionalDocumentText(lockFile.Id, text);
    }
}
