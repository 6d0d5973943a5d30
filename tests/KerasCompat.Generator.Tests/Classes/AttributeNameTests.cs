using KerasCompat.Generator.Model;
using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasCompat.Generator.Tests.Classes;

/// <summary>
/// What source text calls KerasModel is the attribute of KerasCompat exactly where the compiler says so. A file is put between bars;
/// where nothing is expected, another attribute is meant.
/// </summary>
public sealed class AttributeNameTests
{
    private const string OtherAttribute = "public sealed class KerasModelAttribute(string path) : System.Attribute { public string Path => path; }";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("using KerasCompat; [KerasModel(\"m\")] partial class C;", "C")]
    [InlineData("using KerasCompat; [KerasModelAttribute(\"m\")] partial class C;", "C")]
    [InlineData("[KerasCompat.KerasModel(\"m\")] partial class C;", "C")]
    [InlineData("[global::KerasCompat.KerasModelAttribute(\"m\")] partial class C;", "C")]
    [InlineData("[KerasCompat . /* here */ KerasModel(\"m\")] partial class C;", "C")]
    [InlineData("[\\u004berasCompat.\\u004berasModel(\"m\")] partial class C;", "C")]
    [InlineData("using KerasCompat; [@KerasModelAttribute(\"m\")] partial class C;", "C")]
    [InlineData("using KerasCompat; [type: KerasModel(\"m\")] partial class C;", "C")]
    [InlineData("using KerasCompat; [System.Serializable, KerasModel(\"m\")] partial class C;", "C")]
    [InlineData("global using KerasCompat; | [KerasModel(\"m\")] partial class C;", "C")]
    [InlineData("namespace A; using KerasCompat; [KerasModel(\"m\")] partial class C;", "A.C")]
    [InlineData("namespace KerasCompat.Mine; [KerasModel(\"m\")] partial class C;", "KerasCompat.Mine.C")]
    [InlineData("using K = KerasCompat; [K.KerasModel(\"m\")] partial class C;", "C")]
    [InlineData("using K = KerasCompat; [K::KerasModel(\"m\")] partial class C;", "C")]
    [InlineData("using Model = KerasCompat.KerasModelAttribute; [Model(\"m\")] partial class C;", "C")]
    [InlineData("using ModelAttribute = KerasCompat.KerasModelAttribute; [Model(\"m\")] partial class C;", "C")]
    [InlineData("global using Model = KerasCompat.KerasModelAttribute; | [Model(\"m\")] partial class C;", "C")]
    [InlineData("global using Model = KerasCompat.KerasModelAttribute; | namespace A { using B = Model; [B(\"m\")] partial class C; }", "A.C")]
    [InlineData("using Model = KerasCompat.KerasModelAttribute; namespace A { using B = Model; [B(\"m\")] partial class C; }", "A.C")]
    [InlineData("namespace A { using Model = KerasCompat.KerasModelAttribute; [Model(\"m\")] partial class C; } namespace B { [KerasCompat.KerasModel(\"m\")] partial class D; }", "A.C", "B.D")]
    [InlineData("using KerasCompat; class C;\n#if DEBUG\n[KerasModel(\"m\")] partial class D;\n#endif")]
    [InlineData("using KerasCompat; partial class C; | using KerasCompat; [KerasModel(\"m\")] partial class C;", "C")]
    [InlineData("using KerasCompat; partial class A { partial struct B { partial record C { [KerasModel(\"m\")] partial class D; } } }", "A.B.C.D")]
    [InlineData($"namespace Mine {{ {OtherAttribute} }} namespace A {{ using Mine; [KerasModel(\"m\")] partial class C; }}")]
    [InlineData($"namespace Mine {{ {OtherAttribute} [KerasModel(\"m\")] partial class C; }} namespace A {{ using KerasCompat; [KerasModel(\"m\")] partial class D; }}", "A.D")]
    [InlineData($"{OtherAttribute} [KerasModel(\"m\")] partial class C; [KerasCompat.KerasModel(\"m\")] partial class D; | [global::KerasModel(\"m\")] partial class E;", "D")]
    [InlineData("using KerasCompat; class KerasModel(string path) : System.Attribute { string Path => path; } [KerasModelAttribute(\"m\")] partial class C; [@KerasModel(\"m\")] partial class D;", "C")]
    [InlineData($"using KerasCompat; class Base {{ {OtherAttribute} }} class Outer : Base {{ [KerasModel(\"m\")] partial class C; }} [KerasModel(\"m\")] partial class D;", "D")]
    [InlineData("using KerasCompat; using KerasModel = System.ObsoleteAttribute; [KerasModel(\"m\")] partial class C; [KerasModelAttribute(\"m\")] partial class D;", "D")]
    [InlineData("global using KerasModel = System.ObsoleteAttribute; | [KerasModel(\"m\")] partial class C; [KerasCompat.KerasModel(\"m\")] partial class D;", "D")]
    [InlineData("using KerasCompat; namespace A { namespace KerasModel { class X; } [KerasModelAttribute(\"m\")] partial class C; }", "A.C")]
    [InlineData("using KerasCompat; class KerasModelAttribute<T>(string path) : System.Attribute { string Path => path; } [KerasModel<int>(\"m\")] partial class C; [KerasModel(\"m\")] partial class D;", "D")]
    public void The_attribute_is_the_one_that_the_compiler_means(string files, params string[] expected)
    {
        CSharpCompilation compilation = Compile(files);

        Assert.Equal(expected, AttributeSearch.In(compilation));
        Assert.Equal(expected, Found(compilation));
    }

    [Theory]
    [InlineData("namespace Other; public sealed class KerasModelAttribute(string path) : System.Attribute { public string Path => path; }", "using Other;")]
    [InlineData("public class Base { public sealed class KerasModelAttribute(string path) : System.Attribute { public string Path => path; } }", "using KerasCompat;")]
    [InlineData("public class Base { public sealed class KerasModel(string path) : System.Attribute { public string Path => path; } }", "")]
    public void An_attribute_of_that_name_in_a_referenced_assembly_is_another(string library, string usings)
    {
        MetadataReference reference = Emit(Compile($"{library} {(library.Contains("Base", StringComparison.Ordinal) ? "" : "public class Base;")}").WithAssemblyName("Library"));
        CSharpCompilation compilation = Compile(
            $"{usings} partial class Outer : Base {{ [KerasModel(\"m\")] partial class C; }} [KerasCompat.KerasModel(\"m\")] partial class D;").AddReferences(reference);

        Assert.Empty(compilation.GetDiagnostics(Stop).Where(problem => problem.Severity == DiagnosticSeverity.Error));
        Assert.Equal(["D"], AttributeSearch.In(compilation));
        Assert.Equal(["D"], Found(compilation));
    }

    [Fact]
    public void A_type_of_that_name_that_appears_in_another_file_changes_what_is_meant()
    {
        CSharpCompilation before = Compile("namespace A; using KerasCompat; [KerasModel(\"m\")] partial class C; | class Other;");
        CSharpCompilation after = Edit(before, 1, $"namespace A; {OtherAttribute}");

        Assert.Equal(["A.C"], Found(before));
        Assert.Equal(["A.C"], Found(before, after, before));
        Assert.Empty(Found(before, after));
    }

    [Fact]
    public void An_alias_that_appears_in_another_file_makes_a_client()
    {
        CSharpCompilation before = Compile("[Model(\"m\")] partial class C; | class Other;");
        CSharpCompilation after = Edit(before, 1, "global using Model = KerasCompat.KerasModelAttribute;");

        Assert.Empty(Found(before));
        Assert.Equal(["C"], Found(before, after));
    }

    [Fact]
    public void Another_part_that_appears_in_another_file_counts()
    {
        CSharpCompilation before = Compile("using KerasCompat; [KerasModel(\"m\")] partial class C; | class Other;");
        CSharpCompilation after = Edit(before, 1, "[KerasCompat.KerasName(\"a\", \"b\")] public partial class C { int Predict => 1; public static partial C Make(); }");

        ClientClass client = Assert.Single(Classes(before, after));

        Assert.Equal("public", client.Type.Accessibility);
        Assert.Equal("b", Assert.Single(client.Names).Name);
        Assert.Equal(["Predict"], client.Members);
        Assert.Equal(client, Assert.Single(Classes(after)));
    }

    private static CSharpCompilation Compile(string files) =>
        UserProject.Of("").Compile().RemoveAllSyntaxTrees().AddSyntaxTrees(files.Split('|').Select((text, i) => Parse(text, $"File{i}.cs")));

    private static CSharpCompilation Edit(CSharpCompilation compilation, int file, string source) =>
        compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[file], Parse(source, compilation.SyntaxTrees[file].FilePath));

    private static SyntaxTree Parse(string text, string path) => CSharpSyntaxTree.ParseText(text, UserProject.ParseOptions, path, cancellationToken: Stop);

    private static MetadataReference Emit(CSharpCompilation library)
    {
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: Stop).Success);
        image.Position = 0;
        return MetadataReference.CreateFromStream(image);
    }

    // What the generator finds in the last compilation after it has seen those before.
    private static IEnumerable<string> Found(params CSharpCompilation[] compilations) => Classes(compilations)
        .Select(client => Emitting.HintNames.Of(client.Type))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<ClientClass> Classes(params CSharpCompilation[] compilations)
    {
        GeneratorDriver driver = UserProject.Of("").CreateDriver();
        foreach (CSharpCompilation compilation in compilations)
        {
            driver = driver.RunGenerators(compilation, Stop);
        }

        return driver.GetRunResult().Results[0].TrackedSteps.TryGetValue(TrackingNames.Classes, out var steps)
            ? steps.SelectMany(step => step.Outputs)
                .Where(output => output.Reason != IncrementalStepRunReason.Removed)
                .Select(output => (ClientClass)output.Value)
            : [];
    }
}
