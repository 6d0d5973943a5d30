using KerasCompat.CodeFixes;
using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis.Testing;

namespace KerasCompat.Generator.Tests;

/// <summary>What the generator reports is mended by the fix that it has.</summary>
public sealed class CodeFixTests
{
    [Theory]
    [InlineData("public sealed class {|KC0001:Client|};", "public sealed partial class Client;")]
    [InlineData("// Before.\nclass {|KC0001:Client|};", "// Before.\npartial class Client;")]
    public Task A_class_is_made_partial(string declaration, string mended) => FixTest<EmptyDiagnosticAnalyzer, AddPartialFix>.Check(
        $"[KerasCompat.KerasModel(\"Models/m\")]\n{declaration}", $"[KerasCompat.KerasModel(\"Models/m\")]\n{mended}");

    [Fact]
    public Task A_type_around_the_class_is_made_partial() => FixTest<EmptyDiagnosticAnalyzer, AddPartialFix>.Check(
        """
        public class {|KC0003:Outer|}
        {
            [KerasCompat.KerasModel("Models/m")]
            public sealed partial class Client;
        }
        """,
        """
        public partial class Outer
        {
            [KerasCompat.KerasModel("Models/m")]
            public sealed partial class Client;
        }
        """);

    [Theory]
    [InlineData("public static partial class {|KC0004:Client|};", "public partial class Client;")]
    [InlineData("abstract partial class {|KC0004:Client|};", "partial class Client;")]
    [InlineData("// Before.\nfile partial class {|KC0004:Client|};", "// Before.\npartial class Client;")]
    public Task A_class_is_made_one_that_has_instances(string declaration, string mended) => FixTest<EmptyDiagnosticAnalyzer, OrdinaryClassFix>.Check(
        $"[KerasCompat.KerasModel(\"Models/m\")]\n{declaration}", $"[KerasCompat.KerasModel(\"Models/m\")]\n{mended}");

    [Theory]
    [InlineData("KC0010", "\"models/M\"")]
    [InlineData("KC0010", "path: \"m\"")]
    [InlineData("KC0011", "\"Models\\\\m\"")]
    [InlineData("KC0011", "@\"Models\\m\\\"")]
    public Task The_path_of_the_model_that_was_meant_is_written(string id, string path)
    {
        int start = path.IndexOfAny(['"', '@']);
        return FixTest<EmptyDiagnosticAnalyzer, ModelPathFix>.Check(
            $"[KerasCompat.KerasModel({path[..start]}{{|{id}:{path[start..]}|}})] partial class Client;",
            $"[KerasCompat.KerasModel({path[..start]}\"Models/m\")] partial class Client;");
    }

    [Fact]
    public Task A_key_whose_name_is_taken_gets_a_name_of_its_own() => FixTest<EmptyDiagnosticAnalyzer, GiveNameFix>.Check(
        """
        using KerasCompat;

        [{|KC0040:KerasModel("Models/m")|}]
        public sealed partial class Client;
        """,
        """
        using KerasCompat;

        [KerasModel("Models/m")]
        [KerasName("userId", "userId2")]
        public sealed partial class Client;
        """,
        TestContracts.Model(TestContracts.Signature(
            "serving_default", [TestContracts.Tensor("user_id", DType.Int64, -1), TestContracts.Tensor("userId", DType.Int64, -1)], [])));

    [Fact]
    public Task A_signature_whose_name_is_taken_gets_a_name_of_its_own() => FixTest<EmptyDiagnosticAnalyzer, GiveNameFix>.Check(
        """
        using KerasCompat;

        [{|KC0041:KerasModel("Models/m")|}]
        public sealed partial class Client;
        """,
        """
        using KerasCompat;

        [KerasModel("Models/m")]
        [KerasSignature("predict", MethodName = "Predict2")]
        public sealed partial class Client;
        """,
        TestContracts.Model(TestContracts.Signature("predict", [], []), TestContracts.Signature("serving_default", [], [])));

    [Theory]
    [InlineData("PredictResult {|KC0051:Predict|}(ReadOnlyTensorSpan<float> imageInput)")]
    [InlineData("PredictResult Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput, {|KC0052:int more|})")]
    [InlineData("PredictResult Predict({|KC0053:ReadOnlyTensorSpan<float> image|}, ReadOnlyTensorSpan<float> labelInput)")]
    [InlineData("PredictResult Predict(ReadOnlyTensorSpan<float> imageInput, {|KC0054:float[] labelInput|})")]
    [InlineData("PredictResult Predict(ReadOnlyTensorSpan<float> labelInput, {|KC0055:ReadOnlyTensorSpan<float> imageInput|})")]
    [InlineData("{|KC0056:float|} Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput)")]
    public Task A_declared_method_is_declared_as_the_model_has_it(string declaration) => FixTest<EmptyDiagnosticAnalyzer, DeclaredMethodFix>.Check(
        Declaring(declaration),
        Declaring("PredictResult Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput)"));

    [Fact]
    public Task A_parameter_of_another_name_can_keep_it() => FixTest<EmptyDiagnosticAnalyzer, DeclaredMethodFix>.Check(
        Declaring("PredictResult Predict({|KC0053:ReadOnlyTensorSpan<float> image|}, ReadOnlyTensorSpan<float> labelInput)"),
        Declaring("PredictResult Predict([KerasName(\"image_input\")] ReadOnlyTensorSpan<float> image, ReadOnlyTensorSpan<float> labelInput)"),
        action: 1);

    [Fact]
    public Task What_a_fix_writes_is_found_without_using_directives() => FixTest<EmptyDiagnosticAnalyzer, DeclaredMethodFix>.Check(
        """
        [KerasCompat.KerasModel("Models/m")]
        public sealed partial class Client
        {
            public partial PredictResult {|KC0051:Predict|}(System.Numerics.Tensors.ReadOnlyTensorSpan<float> imageInput);
        }
        """,
        """
        [KerasCompat.KerasModel("Models/m")]
        public sealed partial class Client
        {
            public partial PredictResult Predict(System.Numerics.Tensors.ReadOnlyTensorSpan<float> imageInput, System.Numerics.Tensors.ReadOnlyTensorSpan<float> labelInput);
        }
        """);

    [Fact]
    public Task A_name_is_given_without_using_directives() => FixTest<EmptyDiagnosticAnalyzer, GiveNameFix>.Check(
        """
        [{|KC0041:KerasCompat.KerasModel("Models/m")|}]
        public sealed partial class Client;
        """,
        """
        [KerasCompat.KerasModel("Models/m")]
        [KerasCompat.KerasSignature("predict", MethodName = "Predict2")]
        public sealed partial class Client;
        """,
        TestContracts.Model(TestContracts.Signature("predict", [], []), TestContracts.Signature("serving_default", [], [])));

    [Fact]
    public Task A_changed_model_is_accepted_into_its_committed_contract()
    {
        ModelContract changed = TestContracts.OneToOne(
            TestContracts.Tensor("image_input", DType.Float32, -1, 12), TestContracts.Tensor("score", DType.Float32, -1, 1));
        ModelContract committed = TestContracts.OneToOne(
            TestContracts.Tensor("image_input", DType.Float32, -1, 10), TestContracts.Tensor("score", DType.Float32, -1, 1));

        return FixTest<EmptyDiagnosticAnalyzer, AcceptContractFix>.Check(
            "[KerasCompat.KerasModel({|KC0060:\"Models/m\"|})] partial class Client;",
            "[KerasCompat.KerasModel(\"Models/m\")] partial class Client;",
            changed,
            committed,
            accepted: changed);
    }

    private static string Declaring(string declaration) => $$"""
        using System.Numerics.Tensors;
        using KerasCompat;

        [KerasModel("Models/m")]
        public sealed partial class Client
        {
            public partial {{declaration}};
        }
        """;
}
