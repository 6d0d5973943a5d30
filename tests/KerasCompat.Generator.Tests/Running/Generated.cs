using System.Reflection;
using System.Runtime.Loader;
using KerasCompat.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>What the generator made of a project.</summary>
internal sealed class Generated(GeneratorDriverRunResult run, Compilation compilation)
{
    public IReadOnlyList<Diagnostic> Diagnostics { get; } = [.. run.Diagnostics.OrderBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];

    public Compilation Compilation => compilation;

    /// <summary>What the generator knew of the only client.</summary>
    public ClientSpec Client => Assert.Single(run.Results[0].TrackedSteps[TrackingNames.Clients].SelectMany(step => step.Outputs)).Value as ClientSpec
        ?? throw new InvalidOperationException("The step gives no client.");

    public IReadOnlyList<string> Files => [.. run.Results[0].GeneratedSources.Select(source => source.HintName)];

    /// <summary>The only file.</summary>
    public string Text => Assert.Single(run.Results[0].GeneratedSources).SourceText.ToString();

    /// <summary>The rules that were reported, without the information that no engine is referenced, which concerns nearly every test.</summary>
    public IReadOnlyList<string> Ids => [.. Diagnostics.Select(diagnostic => diagnostic.Id).Where(id => id != "KC0005")];

    /// <summary>The only diagnostic, but for the information that no engine is referenced.</summary>
    public Diagnostic Diagnostic => Assert.Single(Diagnostics, diagnostic => diagnostic.Id != "KC0005");

    /// <summary>Asserts that user code and generated code compile together without errors and warnings, those of nullability among them.</summary>
    public Generated AssertCompiles()
    {
        Diagnostic[] problems = [.. WithNullableWarnings().GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(problems.Length == 0, string.Join('\n', problems.Take(5)));
        return this;
    }

    /// <summary>The assembly that user code and generated code compile to.</summary>
    public Assembly Load()
    {
        AssertCompiles();
        using var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        stream.Position = 0;
        return new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(stream);
    }

    private Compilation WithNullableWarnings()
    {
        Compilation proven = compilation;
        foreach (SyntaxTree tree in run.GeneratedTrees)
        {
            string text = tree.ToString().Replace("#nullable enable annotations", "#nullable enable", StringComparison.Ordinal);
            proven = proven.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, tree.FilePath));
        }

        return proven;
    }

    /// <summary>The text at which a diagnostic points.</summary>
    public string TextAt(Diagnostic diagnostic)
    {
        SyntaxTree tree = compilation.SyntaxTrees.Single(tree => tree.FilePath == diagnostic.Location.GetLineSpan().Path);
        return tree.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
    }
}
