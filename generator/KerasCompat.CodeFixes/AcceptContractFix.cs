using System.Collections.Immutable;
using System.Composition;
using KerasCompat.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace KerasCompat.CodeFixes;

/// <summary>Accepts a changed model: writes what the build read from it into the committed contract.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AcceptContractFix))]
[Shared]
public sealed class AcceptContractFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [LockRules.BreakingChange.Id, LockRules.CompatibleChange.Id];

    /// <inheritdoc/>
    public override FixAllProvider? GetFixAllProvider() => null;

    /// <inheritdoc/>
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Diagnostic diagnostic = context.Diagnostics[0];
        if (diagnostic.Properties.TryGetValue(DiagnosticProperties.Committed, out string? committed)
            && diagnostic.Properties.TryGetValue(DiagnosticProperties.Actual, out string? actual)
            && Find(context.Document.Project, committed!) is { } lockFile
            && Find(context.Document.Project, actual!) is { } modelFile)
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

    private static TextDocument? Find(Project project, string path) =>
        project.AdditionalDocuments.FirstOrDefault(document => document.FilePath == path);

    private static async Task<Solution> Accept(TextDocument lockFile, TextDocument modelFile, CancellationToken cancellationToken)
    {
        SourceText text = await modelFile.GetTextAsync(cancellationToken).ConfigureAwait(false);
        return lockFile.Project.Solution.WithAdditionalDocumentText(lockFile.Id, text);
    }
}
