using System.Collections.Immutable;
using System.Numerics.Tensors;
using Basic.Reference.Assemblies;
using KerasCompat.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>A user's project in memory: sources and models.</summary>
/// <param name="Sources">The source files.</param>
/// <param name="Models">The models.</param>
internal sealed record UserProject(ImmutableArray<string> Sources, ImmutableArray<ModelItem> Models)
{
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    public static ImmutableArray<MetadataReference> References { get; } =
    [
        .. Net100.References.All,
        MetadataReference.CreateFromFile(typeof(KerasModelAttribute).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(ModelContract).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location),
    ];

    /// <summary>The engine's assemblies, where a project references them.</summary>
    public IEnumerable<MetadataReference> Engine { get; init; } = [];

    public static UserProject Of(string source, params ModelItem[] models) => new([source], [.. models]);

    /// <summary>A project with one client class of the model <c>Models/m</c>.</summary>
    public static UserProject OfModel(ModelContract contract) => Of(Clients.Simple, ModelItem.Of("Models/m", contract));

    /// <summary>The project with the default engine, of which only what clients call is there.</summary>
    public UserProject WithEngine() => this with { Sources = Sources.Add(Clients.Engine) };

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        "User",
        Sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"File{i}.cs")),
        References.Concat(Engine),
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    public GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create(
        [new KerasModelGenerator().AsSourceGenerator()],
        Models,
        ParseOptions,
        new ModelItemOptions(),
        new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    /// <summary>Runs the generator, twice: the second run must find nothing to do.</summary>
    public Generated Generate()
    {
        CSharpCompilation compilation = Compile();
        GeneratorDriver driver = CreateDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        Steps.AssertNothingChanged(driver.RunGenerators(compilation.Clone()).GetRunResult());
        return new Generated(driver.GetRunResult(), output);
    }
}
