using KerasCompat.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>
/// The test of a code fix or analyzer in a project with the generator and the model <c>Models/m</c>. Places where something is reported are
/// marked in the source as <c>{|KC0001:text|}</c>.
/// </summary>
/// <typeparam name="TAnalyzer">The analyzer; none where the generator itself reports.</typeparam>
/// <typeparam name="TFix">The fix; none where there is nothing to mend.</typeparam>
internal sealed class FixTest<TAnalyzer, TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    where TAnalyzer : DiagnosticAnalyzer, new()
    where TFix : CodeFixProvider, new()
{
    private const string LockFile = "/0/Models/m.contract.json";
    private const string ModelFile = "/0/obj/m.contract.json";

    private FixTest(string source, string? fixedSource, ModelContract model, ModelContract? committed, ModelContract? accepted)
    {
        ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        TestState.AdditionalReferences.AddRange(UserProject.References);
        TestState.Sources.Add(source);
        TestState.Sources.Add(Clients.Engine);
        Add(TestState, model, committed);
        if (fixedSource is not null)
        {
            FixedState.Sources.Add(fixedSource);
            FixedState.Sources.Add(Clients.Engine);
            Add(FixedState, model, accepted ?? committed);
        }

        TestBehaviors = TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipSuppressionCheck;
        CompilerDiagnostics = CompilerDiagnostics.None;

        // The rules of the generator are no rules of an analyzer, so the library cannot tell which of their ids the fix is for.
        CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck | CodeFixTestBehaviors.SkipLocalDiagnosticCheck;
    }

    /// <summary>Asserts what is reported, and what the fix makes of it.</summary>
    /// <param name="source">The source, marked.</param>
    /// <param name="fixedSource">The source after the fix; null where there is none.</param>
    /// <param name="model">The model; null for <see cref="TestContracts.LabelImage"/>.</param>
    /// <param name="committed">Its committed contract; null where there is none.</param>
    /// <param name="accepted">The committed contract after the fix; null where it stays.</param>
    /// <param name="action">Which of the fixes that are offered.</param>
    public static Task Check(
        string source,
        string? fixedSource = null,
        ModelContract? model = null,
        ModelContract? committed = null,
        ModelContract? accepted = null,
        int action = 0) =>
        new FixTest<TAnalyzer, TFix>(source, fixedSource, model ?? TestContracts.LabelImage(), committed, accepted) { CodeActionIndex = action }
            .RunAsync(TestContext.Current.CancellationToken);

    protected override IEnumerable<Type> GetSourceGenerators() => [typeof(KerasModelGenerator)];

    protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    private static void Add(SolutionState state, ModelContract model, ModelContract? committed)
    {
        state.AdditionalFiles.Add((ModelFile, ContractJson.Write(model)));
        if (committed is not null)
        {
            state.AdditionalFiles.Add((LockFile, ContractJson.Write(committed)));
        }

        state.AnalyzerConfigFiles.Add(("/0/.globalconfig", $"""
            is_global = true

            [{ModelFile}]
            {BuildItems.CompilerPrefix}{BuildItems.ModelMetadata} = Models/m

            [{LockFile}]
            {BuildItems.CompilerPrefix}{BuildItems.ModelMetadata} = Models/m
            {BuildItems.CompilerPrefix}{BuildItems.LockMetadata} = {BuildItems.True}
            """));
    }
}
