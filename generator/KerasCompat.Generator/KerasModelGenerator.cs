using KerasCompat.Contracts;
using KerasCompat.Generator.Emitting;
using KerasCompat.Generator.Model;
using KerasCompat.Generator.Parsing;
using KerasCompat.Generator.Parsing.Classes;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator;

/// <summary>
/// Writes the typed client of each class with <c>[KerasModel]</c> from the contract that the build made of its model.
/// </summary>
/// <remarks>
/// Every step's result is compared by value, a file by identity; so a change elsewhere in the project, or in another model, stops at the
/// first step that it does not change. What is written and what is reported are separate outputs: only diagnostics know places in the user's code.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class KerasModelGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var classes = new ClientClasses(context);

        IncrementalValueProvider<EquatableArray<ModelFile>> models = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Select(static (pair, cancellationToken) => ModelFileReader.Read(pair.Left, pair.Right, cancellationToken))
            .Where(static file => file is not null)
            .Select(static (file, _) => file!)
            .WithTrackingName(TrackingNames.ModelFiles)
            .Collect()
            .Select(static (files, _) => new EquatableArray<ModelFile>(files));

        IncrementalValueProvider<bool> hasOnnxEngine = context.CompilationProvider
            .Select(static (compilation, _) => Engines.HasOnnx(compilation))
            .WithTrackingName(TrackingNames.References);

        IncrementalValuesProvider<ClientResult> results = classes.All
            .Combine(models)
            .Select(static (pair, _) => RequestBuilder.Build(pair.Left, pair.Right))
            .WithTrackingName(TrackingNames.Requests)
            .Combine(hasOnnxEngine)
            .Select(static (pair, cancellationToken) => ClientParser.Parse(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(TrackingNames.Results);

        IncrementalValuesProvider<ClientSpec> clients = results
            .Select(static (result, _) => result.Client)
            .Where(static client => client is not null)
            .Select(static (client, _) => client!)
            .WithTrackingName(TrackingNames.Clients);

        IncrementalValueProvider<EquatableArray<string>> doubles = clients
            .Select(static (client, _) => HintNames.Of(client.Type))
            .Collect()
            .Select(static (names, _) => HintNames.DifferingInCaseAlone(names));

        context.RegisterSourceOutput(
            clients.Combine(doubles),
            static (output, pair) => output.AddSource(HintNames.Of(pair.Left.Type, pair.Right), ClientEmitter.Emit(pair.Left)));

        context.RegisterSourceOutput(
            results
                .SelectMany(static (result, _) => result.Diagnostics)
                .WithTrackingName(TrackingNames.Diagnostics)
                .Combine(classes.Files)
                .Select(static (pair, _) => pair.Right.Locate(pair.Left)),
            static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
    }
}
