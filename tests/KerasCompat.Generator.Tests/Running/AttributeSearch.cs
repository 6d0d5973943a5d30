using KerasCompat.Generator.Parsing.Classes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>Finds the classes with <c>[KerasModel]</c> as Roslyn finds them, which asks the compiler about each and is beyond doubt.</summary>
internal sealed class AttributeSearch : IIncrementalGenerator
{
    private const string Found = nameof(Found);

    /// <summary>The full names of the classes in a compilation, sorted.</summary>
    public static IReadOnlyList<string> In(Compilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new AttributeSearch().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees.First().Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        GeneratorRunResult result = driver.RunGenerators(compilation).GetRunResult().Results[0];
        return !result.TrackedSteps.TryGetValue(Found, out var steps)
            ? []
            : [.. steps.SelectMany(step => step.Outputs).Select(output => (string)output.Value).Distinct().Order(StringComparer.Ordinal)];
    }

    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.SyntaxProvider.ForAttributeWithMetadataName(
            KerasAttributes.ModelMetadataName,
            static (node, _) => node is TypeDeclarationSyntax,
            static (found, _) => found.TargetSymbol.ToDisplayString()).WithTrackingName(Found),
        static (_, _) => { });
}
