using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime;
using KerasCompat.SavedModel;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>A block of C# in a guide. Guides show what matters; the rest of the program is made up here.</summary>
/// <param name="Document">The guide, as its path in the repository.</param>
/// <param name="Line">The line that the block begins at.</param>
/// <param name="Code">The code.</param>
internal sealed record DocumentExample(string Document, int Line, string Code)
{
    private const string Fence = "```";
    private const string Usings = """
        using System;
        using System.IO;
        using System.Linq;
        using System.Numerics.Tensors;
        using System.Threading;
        using System.Threading.Tasks;
        using KerasCompat;
        using KerasCompat.Batching;
        using KerasCompat.Contracts;
        using KerasCompat.Engines;
        using KerasCompat.Onnx;
        using KerasCompat.Onnx.Graph;
        using KerasCompat.Onnx.Program;
        using KerasCompat.OnnxRuntime;
        using KerasCompat.SavedModel;
        using KerasCompat.SavedModel.Checkpoints;
        using KerasCompat.SavedModel.Graph;

        """;

    /// <summary>What the statements of examples may use.</summary>
    private const string Parameters =
        "float[] image, float[] label, float[] buffer, IModelEngine engine, WebApplicationBuilder builder, ModelContract @new, CancellationToken cancellationToken";

    /// <summary>Stands in for ASP.NET Core.</summary>
    private const string WebApplication = """
        internal sealed class WebApplicationBuilder
        {
            public WebApplicationBuilder Services => this;

            public void AddSingleton<T>(Func<IServiceProvider, T> create) => Console.WriteLine(create);
        }

        """;

    private static readonly Dictionary<string, string> Clients = new()
    {
        ["LabelImageModel"] = "Models/label_image",
        ["Recommender"] = "Models/recommender",
    };

    /// <summary>Every block of C# in the guides; the pages of diagnostics show what does not compile.</summary>
    public static IReadOnlyList<DocumentExample> All { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryFolder.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "docs"), "*.md"))
            .Concat(Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Root, "samples"), "*.md"))
            .Concat(Directory.EnumerateDirectories(Path.Combine(RepositoryFolder.Root, "src")).Select(project => Path.Combine(project, "README.md")).Where(File.Exists))
            .Order(StringComparer.Ordinal)
            .SelectMany(Read),
    ];

    /// <summary>A project that holds the example: its types, its statements in a method, and the clients that it uses and does not declare.</summary>
    public UserProject Project()
    {
        CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(Code, UserProject.ParseOptions).GetCompilationUnitRoot(TestContext.Current.CancellationToken);
        StatementSyntax[] statements = [.. unit.Members.OfType<GlobalStatementSyntax>().Select(member => member.Statement)];
        string types = string.Concat(unit.Members.Where(member => member is not GlobalStatementSyntax).Select(member => member.ToFullString()));
        string clients = string.Concat(Clients
            .Where(client => !types.Contains($"class {client.Key}", StringComparison.Ordinal))
            .Select(client => $"[KerasModel(\"{client.Value}\")] public sealed partial class {client.Key};\n"));
        string source = $$"""
            {{Usings}}
            {{types}}
            {{clients}}
            {{WebApplication}}
            internal static class Example
            {
                internal static async Task Run({{Parameters}})
                {
                    {{(Declares(statements, "model") ? "" : "using var model = LabelImageModel.Load();")}}
                    {{string.Join('\n', Separate(statements))}}
                    await Task.CompletedTask;
                }

                private static void Scope(Action statement) => statement();
            }
            """;
        return UserProject.Of(source, [.. Contracts().Select(contract => ModelItem.Of(contract.Model, contract.Contract))]) with { Engine = EngineReferences };
    }

    private static IEnumerable<MetadataReference> EngineReferences =>
        new[] { typeof(OnnxModelEngine), typeof(SavedModelReader), typeof(Onnx.ModelTranslation) }.Select(type => MetadataReference.CreateFromFile(type.Assembly.Location));

    private static IEnumerable<(string Model, ModelContract Contract)> Contracts()
    {
        TensorContract x = TestContracts.Tensor("x", DType.Float32, -1, 4), y = TestContracts.Tensor("y", DType.Float32, -1, 1);
        yield return ("Models/label_image", TestContracts.LabelImage());
        yield return ("Models/recommender", TestContracts.OneToOne(x, y));
        yield return ("Models/estimator", TestContracts.Model(TestContracts.Signature("encode", [x], [y]), TestContracts.Signature("score", [x], [y])) with { Tags = new(["serve", "gpu"]) });
        yield return (
            "Models/bag_of_words",
            TestContracts.Model(TestContracts.Signature(
                "tensorflow/serving/regress",
                [TestContracts.Tensor("args_0", DType.Int64, -1, 4), TestContracts.Tensor("args_0_1", DType.Float32, -1, 4)],
                [y])));
    }

    /// <summary>Examples show several ways of the same: a name that is declared anew begins a block of its own.</summary>
    private static IEnumerable<string> Separate(StatementSyntax[] statements)
    {
        var declared = new HashSet<string>(StringComparer.Ordinal);
        foreach (StatementSyntax statement in statements)
        {
            bool again = Variables(statement).ToArray() is { Length: > 0 } variables && !variables.All(declared.Add);
            yield return again ? $"Scope(() => {{ {statement} }});" : statement.ToFullString();
        }
    }

    private static bool Declares(StatementSyntax[] statements, string variable) => statements.SelectMany(Variables).Contains(variable);

    private static IEnumerable<string> Variables(StatementSyntax statement) => statement is LocalDeclarationStatementSyntax local
        ? local.Declaration.Variables.Select(variable => variable.Identifier.ValueText)
        : [];

    private static IEnumerable<DocumentExample> Read(string path)
    {
        string document = Path.GetRelativePath(RepositoryFolder.Root, path).Replace('\\', '/');
        string[] lines = File.ReadAllLines(path);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() == Fence + "csharp")
            {
                int end = Array.FindIndex(lines, i + 1, line => line.Trim() == Fence);
                yield return new DocumentExample(document, i + 1, string.Join('\n', lines[(i + 1)..end]));
                i = end;
            }
        }
    }
}
