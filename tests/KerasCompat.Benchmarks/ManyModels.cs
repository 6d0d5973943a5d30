using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using Basic.Reference.Assemblies;
using KerasCompat.Contracts;
using KerasCompat.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace KerasCompat.Benchmarks;

/// <summary>A project with many models, each with a client class in a file of its own, and one file beside them. The engine is there by name, so that there is nothing to report.</summary>
internal static class ManyModels
{
    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);

    /// <summary>The project.</summary>
    /// <param name="count">How many models.</param>
    public static CSharpCompilation Compile(int count) => CSharpCompilation.Create(
        "User",
        Enumerable.Range(0, count)
            .Select(i => $"namespace N{i}; [KerasCompat.KerasModel(\"Models/m{i}\")] public sealed partial class Client{i};")
            .Append("namespace KerasCompat.OnnxRuntime; public sealed class OnnxModelEngine;")
            .Append(Other(0))
            .Select((source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"File{i}.cs")),
        [
            .. Net100.References.All,
            MetadataReference.CreateFromFile(typeof(KerasModelAttribute).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(ModelContract).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(Tensor).Assembly.Location),
        ],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The generator, as the compiler runs it on the project.</summary>
    /// <param name="count">How many models.</param>
    public static GeneratorDriver CreateDriver(int count) => CSharpGeneratorDriver.Create(
        [new KerasModelGenerator().AsSourceGenerator()],
        [.. Enumerable.Range(0, count).Select(i => new Contract($"Models/m{i}"))],
        ParseOptions,
        new Metadata());

    /// <summary>The project after one more keystroke in the file that has no client.</summary>
    /// <param name="compilation">The project before.</param>
    /// <param name="keystroke">Which keystroke.</param>
    public static CSharpCompilation Type(CSharpCompilation compilation, int keystroke)
    {
        SyntaxTree tree = compilation.SyntaxTrees[^1];
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(Other(keystroke), ParseOptions, tree.FilePath));
    }

    private static string Other(int keystroke) => $"class Other {{ int X() => {keystroke}; }}";

    private sealed class Contract(string model) : AdditionalText
    {
        private static readonly SourceText LabelImage = SourceText.From("""
            {
              "format": 1,
              "tags": ["serve"],
              "producer": {"tensorflow": "2.15.1", "keras": "2.15.0"},
              "signatures": {
                "serving_default": {
                  "method": "tensorflow/serving/predict",
                  "inputs": [
                    {"key": "image_input", "dtype": "float32", "shape": [null, 10], "tensor": "serving_default_image_input:0"},
                    {"key": "label_input", "dtype": "float32", "shape": [null, 2], "tensor": "serving_default_label_input:0"}
                  ],
                  "outputs": [
                    {"key": "score", "dtype": "float32", "shape": [null, 1], "tensor": "StatefulPartitionedCall:0"}
                  ]
                }
              }
            }
            """);

        public string Model => model;

        public override string Path => model + BuildItems.ContractFileSuffix;

        public override SourceText GetText(CancellationToken cancellationToken = default) => LabelImage;
    }

    private sealed class Metadata : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options("");

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Options(((Contract)textFile).Model);
    }

    private sealed class Options(string model) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == BuildItems.CompilerPrefix + BuildItems.ModelMetadata ? model : null;
            return value is not null;
        }
    }
}
