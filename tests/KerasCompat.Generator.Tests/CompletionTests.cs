using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Tests;

/// <summary>What an editor shows of a client while it is being typed, asked through the compiler as an editor asks.</summary>
public sealed class CompletionTests
{
    private static readonly INamedTypeSymbol Client = UserProject.OfModel(TestContracts.LabelImage()).WithEngine().Generate().Compilation
        .GetTypeByMetadataName("Sample.Client")!;

    [Fact]
    public void The_methods_are_offered() => Assert.Equal(
        ["Create", "Dispose", "Load", "Predict", "PredictAsync"],
        Client.GetMembers().OfType<IMethodSymbol>()
            .Where(method => method is { DeclaredAccessibility: Accessibility.Public, MethodKind: MethodKind.Ordinary })
            .Select(method => method.Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void The_parameters_are_listed_in_the_order_of_the_model() => Assert.Equal(
        ["ReadOnlyTensorSpan<float> imageInput", "ReadOnlyTensorSpan<float> labelInput"],
        Predict().Parameters.Select(parameter => parameter.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));

    [Theory]
    [InlineData("Calls signature <c>serving_default</c> of the model <c>Models/m</c>.")]
    [InlineData("<param name=\"imageInput\">Input <c>image_input</c>: float32[?,10]. The first dimension may be left out for one row.</param>")]
    [InlineData("<param name=\"labelInput\">Input <c>label_input</c>: float32[?,2]. The first dimension may be left out for one row.</param>")]
    [InlineData("<returns>Output <c>score</c>: float32[?,1].</returns>")]
    public void The_documentation_of_a_method_is_shown(string text) =>
        Assert.Contains(text, Predict().GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken), StringComparison.Ordinal);

    [Fact]
    public void The_documentation_of_an_output_is_shown() => Assert.Contains(
        "<summary>Output <c>score</c>: float32[?,1].</summary>",
        Client.GetTypeMembers("PredictResult").Single().GetMembers("Score").Single()
            .GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken),
        StringComparison.Ordinal);

    [Fact]
    public void The_documentation_of_the_class_says_what_wrote_the_model() => Assert.Contains(
        "Model <c>Models/m</c>, tags <c>serve</c>, written by TensorFlow 2.15.1 and Keras 2.15.0.",
        Client.GetDocumentationCommentXml(cancellationToken: TestContext.Current.CancellationToken),
        StringComparison.Ordinal);

    private static IMethodSymbol Predict() => Client.GetMembers("Predict").OfType<IMethodSymbol>().First();
}
