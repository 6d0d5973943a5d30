using KerasCompat.Contracts;
using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Tests;

/// <summary>Partial methods that the user declares: implemented exactly so, or reported at the parameter that is wrong.</summary>
public sealed class DeclaredMethodTests
{
    [Theory]
    [InlineData("public partial PredictResult Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput);")]
    [InlineData("internal partial Client.PredictResult Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput);")]
    [InlineData("private partial void Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput, TensorSpan<float> score);")]
    [InlineData("public partial Task<PredictResult> PredictAsync(Tensor<float> imageInput, Tensor<float> labelInput, CancellationToken cancellationToken = default);")]
    [InlineData("[KerasSignature(\"serving_default\")] public partial RateResult Rate(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput);")]
    [InlineData("[KerasSignature(\"serving_default\")] public partial Task<RateResult> RateAsync(Tensor<float> imageInput, Tensor<float> labelInput, CancellationToken cancellationToken);")]
    [InlineData("public partial PredictResult Predict([KerasName(\"image_input\")] ReadOnlyTensorSpan<float> image, ReadOnlyTensorSpan<float> labelInput);")]
    [InlineData("public partial PredictResult Predict([KerasName(\"image_input\")] ReadOnlyTensorSpan<float> @event, [KerasName(\"label_input\")] ReadOnlyTensorSpan<float> @class);")]
    public void A_declaration_that_matches_is_implemented(string declaration) => Assert.Empty(Generate(declaration).AssertCompiles().Ids);

    [Fact]
    public void The_call_of_a_declared_method_reaches_the_engine()
    {
        FakeEngine engine = new(TestContracts.LabelImage(), FakeTensor.Of("score", DType.Float32, [1, 1], 1f));
        UserProject project = UserProject.Of("""
            using System.Numerics.Tensors;
            using KerasCompat;
            [KerasModel("Models/m")]
            public sealed partial class Client
            {
                [KerasSignature("serving_default")]
                public partial RateResult Rate([KerasName("image_input")] ReadOnlyTensorSpan<float> image, [KerasName("label_input")] ReadOnlyTensorSpan<float> label);
                internal static void Run(KerasCompat.Engines.IModelEngine engine) => Create(engine).Rate(image: new float[10], label: new float[2]);
            }
            """.Replace("public sealed", "internal sealed", StringComparison.Ordinal), ModelItem.Of("Models/m", TestContracts.LabelImage()));

        project.Generate().Load().GetType("Client")!.GetMethod("Run", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .Invoke(null, [engine]);

        Assert.Equal(["serving_default(image_input, label_input) -> score"], engine.Prepared);
    }

    [Theory]
    [InlineData(
        "public partial PredictResult Predict(ReadOnlyTensorSpan<float> imageInput);",
        "KC0051", "Predict",
        "Method 'Predict' lacks parameter 'labelInput': signature 'serving_default' of model 'Models/m' has input 'label_input', float32[?,2]; add 'ReadOnlyTensorSpan<float> labelInput'")]
    [InlineData(
        "public partial PredictResult Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput, float temperature);",
        "KC0052", "float temperature",
        "Parameter 'temperature' is not in signature 'serving_default' of model 'Models/m', which has inputs 'image_input', 'label_input'; remove it")]
    [InlineData(
        "public partial PredictResult Predict(ReadOnlyTensorSpan<float> image, ReadOnlyTensorSpan<float> labelInput);",
        "KC0053", "ReadOnlyTensorSpan<float> image",
        "Parameter 'image' should be called 'imageInput': at its place signature 'serving_default' of model 'Models/m' has input 'image_input'; rename it, or keep the name with [KerasName(\"image_input\")]")]
    [InlineData(
        "public partial PredictResult Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<int> labelInput);",
        "KC0054", "ReadOnlyTensorSpan<int> labelInput",
        "Parameter 'labelInput' should be 'ReadOnlyTensorSpan<float>', not 'ReadOnlyTensorSpan<int>': input 'label_input' of model 'Models/m' is float32[?,2]")]
    [InlineData(
        "public partial PredictResult Predict(ReadOnlyTensorSpan<float> labelInput, ReadOnlyTensorSpan<float> imageInput);",
        "KC0055", "ReadOnlyTensorSpan<float> imageInput",
        "Parameter 'imageInput' should be number 1, not 2: signature 'serving_default' of model 'Models/m' has its inputs in the order imageInput, labelInput")]
    [InlineData(
        "public partial int Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput);",
        "KC0056", "int",
        "Method 'Predict' should return 'PredictResult', not 'int': that is the result of signature 'serving_default' of model 'Models/m'")]
    [InlineData(
        "public partial EncodeResult Encode(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput);",
        "KC0050", "Encode",
        "Method 'Encode' belongs to no signature of model 'Models/m'; say which with [KerasSignature(\"key\")]: it has 'serving_default'")]
    public void A_declaration_that_does_not_match_is_reported_where_it_is_mended(string declaration, string id, string place, string message)
    {
        Generated generated = Generate(declaration);

        Assert.Equal(id, generated.Diagnostic.Id);
        Assert.Equal(message, generated.Diagnostic.GetMessage());
        Assert.Equal(place, generated.TextAt(generated.Diagnostic));
        Assert.Equal(DiagnosticSeverity.Error, generated.Diagnostic.Severity);
    }

    [Theory]
    [InlineData("public partial PredictResult Predict(ReadOnlyTensorSpan<float> image, ReadOnlyTensorSpan<float> labelInput);", "CS8826")]
    [InlineData("public partial PredictResult Predict(ReadOnlyTensorSpan<float> labelInput, ReadOnlyTensorSpan<float> imageInput);", "CS8826")]
    [InlineData("public partial int Predict(ReadOnlyTensorSpan<float> imageInput, ReadOnlyTensorSpan<float> labelInput);", "CS8795")]
    public void The_compiler_adds_no_more_than_it_must_to_a_wrong_declaration(string declaration, string id) => Assert.Equal(
        [id],
        Generate(declaration).Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.Id));

    [Fact]
    public void A_declaration_with_several_mistakes_is_told_all_of_them() =>
        Assert.Equal(["KC0053", "KC0054", "KC0054"], Generate("public partial PredictResult Predict(float[] image, ReadOnlyTensorSpan<int> labelInput);").Ids);

    private static Generated Generate(string declaration) => UserProject.Of(
        $$"""
        using System.Numerics.Tensors;
        using System.Threading;
        using System.Threading.Tasks;
        using KerasCompat;
        [KerasModel("Models/m")]
        sealed partial class Client
        {
            {{declaration}}
        }
        """,
        ModelItem.Of("Models/m", TestContracts.LabelImage())).Generate();
}
