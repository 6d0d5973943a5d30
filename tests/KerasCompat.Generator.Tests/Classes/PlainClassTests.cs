using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Generator.Parsing.Classes;
using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasCompat.Generator.Tests.Classes;

/// <summary>What the text of a class tells alone is what the compiler says of it.</summary>
public sealed class PlainClassTests
{
    private static readonly string[] Scopes =
    [
        "{0}",
        "namespace A.B; {0}",
        "namespace A . /* . */ B {{ {0} }}",
        "namespace A {{ namespace @class.b {{ {0} }} }}",
        "namespace async; {0}",
        "namespace A; partial class Outer {{ {0} }}",
        "static partial class Outer {{ partial interface I {{ {0} }} }}",
        "partial struct S {{ partial record struct @record {{ {0} }} }}",
        "partial record R {{ {0} }}",
        "partial interface I {{ {0} }}",
        "class Outer {{ {0} }}",
        "partial class Outer<T> {{ {0} }}",
        "file partial class Outer {{ {0} }}",
    ];

    private static readonly string[] Heads =
    [
        "partial class C",
        "public sealed partial class C",
        "internal partial class @event",
        "protected internal partial class C",
        "internal protected partial class C",
        "private protected sealed partial class C",
        "unsafe partial class C : System.IDisposable",
        "new partial class C",
        "sealed partial record C",
        "partial record class C",
        "partial record struct C",
        "partial struct C",
        "partial interface C",
        "static partial class C",
        "abstract partial class C",
        "file partial class C",
        "public class C",
        "partial class C<T>",
        "partial class C(int x)",
        "partial class \\u0043",
        "partial class 画像",
        "partial class",
    ];

    private static readonly string[] Bodies =
    [
        ";",
        "{{ }}",
        "{{ int a, @int; event System.Action E, F; int P {{ get; set; }} const int K = 1; }}",
        "{{ void System.IDisposable.Dispose() {{ }} int System.IComparable<int>.CompareTo(int o) => 1; int I.P => 1; event System.Action I.E {{ add {{ }} remove {{ }} }} }}",
        "{{ int this[int i] => i; public static C operator +(C a, C b) => a; public static implicit operator int(C c) => 1; C() {{ }} ~C() {{ }} }}",
        "{{ class N; struct M; enum L {{ X }} delegate void D(); interface J; record R(int X); record struct V; class N2<T>; }}",
        "{{ event System.Action G {{ add {{ }} remove {{ }} }} void Predict() {{ }} void Predict(int i) {{ }} string Predict2; }}",
        "{{ public partial int Predict(int x); }}",
        "{{ partial void Predict(); partial void Predict() {{ }} }}",
        "{{ public partial int P {{ get; }} public partial int P => 1; }}",
        "{{ fixed int buffer[4]; int }}",
    ];

    private static readonly string[] Attributes =
    [
        "[KerasModel(\"Models/m\")]",
        "[KerasModel(@\"Models\\m\")]",
        "[KerasModel(\"\"\"Models/\"m\" \"\"\")]",
        "[KerasCompat.KerasModelAttribute(\"Models/m\", Signatures = [\"a\", \"b\"], Tags = new[] {{ \"serve\" }})]",
        "[KerasModel(\"m\", Tags = [])]",
        "[KerasModel(\"m\", Tags = new string[] {{ \"x\" }})]",
        "[KerasModel(\"m\", Tags = null)]",
        "[KerasModel(\"m\", Tags = [null, \"a\"])]",
        "[KerasModel(\"m\", Tags = [.. new[] {{ \"a\" }}])]",
        "[KerasModel(\"m\" + \"n\")]",
        "[KerasModel((\"m\"))]",
        "[KerasModel(path: \"m\")]",
        "[KerasModel(nameof(System))]",
        "[KerasModel(null)]",
        "[KerasModel(\"m\"u8)]",
        "[KerasModel(1)]",
        "[KerasModel]",
        "[KerasModel()]",
        "[KerasModel(\"m\", \"n\")]",
        "[KerasModel(\"m\", Path = \"n\")]",
        "[KerasModel(\"m\"), KerasModel(\"n\")]",
        "[type: KerasModel(\"m\")]",
        "[@KerasModel(\"m\")]",
        "[KerasModel(\"m\"), System.Serializable, System.Obsolete(\"n\" + \"o\")]",
        "[KerasModel(\"m\")] [KerasName(\"a\", \"b\")] [KerasName(\"c\", \"d\", Signature = \"e\")] [KerasSignature(\"f\", MethodName = \"G\")] [KerasSignature(\"h\")]",
        "[KerasName(\"a\")] [KerasModel(\"m\"), KerasSignature(\"f\", MethodName = null)]",
        "[KerasModel(\"m\")] [KerasName(\"a\", \"b\", Signature = nameof(System))]",
        "[KerasModel(\"m\")] [KerasName(\"a\", name: \"b\")]",
        "[KerasModel(\"m\")] [KerasName(\"a\", \"b\", \"c\")]",
        "[KerasModel(\"m\")] [Named(\"a\", \"b\")]",
    ];

    [Theory]
    [InlineData("using KerasCompat; [KerasModel(\"Models/m\")] public sealed partial class C;")]
    [InlineData("namespace A.B; [KerasCompat.KerasModel(\"Models/m\")] internal partial class C { private readonly int _field; int Property => _field; void Method() { } }")]
    [InlineData("using KerasCompat; namespace A { partial class Outer { [KerasModel(\"m\", Signatures = [\"a\"])] private partial record C : System.IDisposable { public void Dispose() { } } } }")]
    [InlineData("using KerasCompat; [System.Serializable] [KerasModel(\"m\"), KerasName(\"a\", \"b\"), KerasSignature(\"c\", MethodName = \"D\")] partial class C;")]
    public void A_class_as_nearly_all_are_written_is_read_from_its_text(string source) => Assert.NotNull(Assert.Single(Compare(source)).Plain);

    [Theory]
    [InlineData("using KerasCompat; [KerasModel(Path)] partial class C { const string Path = \"m\"; }")]
    [InlineData("using KerasCompat; [KerasModel(\"m\")] partial class C { public partial int Predict(int x); }")]
    [InlineData("using KerasCompat; using Named = KerasCompat.KerasNameAttribute; [KerasModel(\"m\"), Named(\"a\", \"b\")] partial class C;")]
    [InlineData("using KerasCompat; [KerasModel(\"m\")] class C;")]
    public void A_class_of_which_the_text_does_not_tell_all_is_left_to_the_compiler(string source) => Assert.Null(Assert.Single(Compare(source)).Plain);

    [Property(MaxTest = 1500)]
    public void What_the_text_tells_is_what_the_compiler_says(byte scope, byte head, byte body, byte attributes, bool alias)
    {
        string declaration = $"{Of(Attributes, attributes)} {Of(Heads, head)} {Of(Bodies, body)}".Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);
        string file = string.Format(System.Globalization.CultureInfo.InvariantCulture, Of(Scopes, scope), declaration);

        Compare($"using KerasCompat;{(alias ? " using Named = KerasCompat.KerasNameAttribute;" : "")} {file}");
    }

    private static string Of(string[] fragments, byte choice) => fragments[choice % fragments.Length];

    private static EquatableArray<ClassCandidate> Compare(string source)
    {
        CSharpCompilation compilation = UserProject.Of(source).Compile();
        EquatableArray<ClassCandidate> candidates = FileOutline.Read(compilation.SyntaxTrees[0], default, TestContext.Current.CancellationToken).Candidates;
        foreach (ClassCandidate candidate in candidates.Where(candidate => candidate.Plain is not null))
        {
            Assert.Equal(ClientClassReader.Read(candidate.Declaration, compilation, TestContext.Current.CancellationToken), candidate.Plain);
        }

        return candidates;
    }
}
