using KerasCompat.CodeFixes;
using KerasCompat.Generator.Analyzers;
using KerasCompat.Generator.Tests.Running;
using Microsoft.CodeAnalysis.Testing;

namespace KerasCompat.Generator.Tests;

/// <summary>What the analyzers report of programs that use clients, and how it is mended.</summary>
public sealed class AnalyzerTests
{
    [Theory]
    [InlineData("client.Predict({|KC0070:new float[9]|}, new float[2]);")]
    [InlineData("client.Predict(labelInput: new float[2], imageInput: {|KC0070:new float[] { 1, 2 }|});")]
    [InlineData("float[] image = [1, 2, 3]; client.Predict({|KC0070:image|}, new float[2]);")]
    [InlineData("var image = new float[9]; image[0] = 1; client.Predict({|KC0070:image|}, new float[2]);")]
    [InlineData("client.Predict({|KC0070:new ReadOnlyTensorSpan<float>(new float[9])|}, new float[2]);")]
    [InlineData("client.Predict({|KC0070:new ReadOnlyTensorSpan<float>(new float[18], [2, 9])|}, new float[2]);")]
    [InlineData("client.Predict({|KC0070:Tensor.Create(new float[9], [1, 1, 9])|}, new float[2]);")]
    [InlineData("client.Predict(new float[10], new float[2], {|KC0070:Tensor.CreateFromShape<float>([2])|});")]
    [InlineData("client.PredictAsync({|KC0070:new float[9]|}, new float[2]);")]
    [InlineData("IClient seam = client; seam.Predict({|KC0070:new float[9]|}, new float[2]);")]
    public Task A_constant_shape_that_the_model_does_not_take_is_reported(string statement) => Shapes(statement);

    [Theory]
    [InlineData("client.Predict(new float[10], new float[2]);")]
    [InlineData("client.Predict(new ReadOnlyTensorSpan<float>(new float[20], [2, 10]), new ReadOnlyTensorSpan<float>(new float[4], [2, 2]));")]
    [InlineData("client.Predict(new float[n], new float[2]);")]
    [InlineData("client.Predict(Tensor.Create(new float[n * 10], [n, 10]), new float[2]);")]
    [InlineData("float[] image = [1, 2]; image = new float[n]; client.Predict(image, new float[2]);")]
    [InlineData("float[] image = [.. new float[n], 2]; client.Predict(image, new float[2]);")]
    [InlineData("Other(new float[9]); static void Other(ReadOnlyTensorSpan<float> imageInput) { }")]
    public Task A_shape_that_fits_or_is_not_constant_is_not_reported(string statement) => Shapes(statement);

    [Theory]
    [InlineData("client.Predict({|KC0070:image|}, new float[2]);", "client.Predict(new ReadOnlyTensorSpan<float>(image, [2, 10]), new float[2]);")]
    [InlineData("client.PredictAsync({|KC0070:image|}, new float[2]);", "client.PredictAsync(Tensor.Create(image, [2, 10]), new float[2]);")]
    public Task An_array_of_several_rows_is_given_its_shape(string statement, string mended) =>
        FixTest<TensorShapeAnalyzer, GiveShapeFix>.Check(
            Using($"float[] image = new float[20];\n        {statement}"), Using($"float[] image = new float[20];\n        {mended}"));

    [Theory]
    [InlineData("var {|KC0071:other = Client.Load()|}; other.Predict(new float[10], new float[2]);")]
    [InlineData("{|KC0071:Client.Load()|}.Predict(new float[10], new float[2]);")]
    [InlineData("{|KC0071:Client.Load()|};")]
    [InlineData("Client {|KC0071:other = Client.Create(null!)|};")]
    public Task A_client_that_is_never_disposed_is_reported(string statement) => Lifetime(statement);

    [Theory]
    [InlineData("using var other = Client.Load(); other.Predict(new float[10], new float[2]);")]
    [InlineData("using (var other = Client.Load()) { other.Predict(new float[10], new float[2]); }")]
    [InlineData("var other = Client.Load(); try { other.Predict(new float[10], new float[2]); } finally { other.Dispose(); }")]
    [InlineData("var other = Client.Load(); Keep(other); static void Keep(Client kept) { }")]
    [InlineData("var other = Client.Load(); System.Action later = () => other.Predict(new float[10], new float[2]);")]
    [InlineData("Client Make() { var other = Client.Load(); return other; }")]
    [InlineData("var other = Client.Load(); var list = new System.Collections.Generic.List<Client> { other };")]
    [InlineData("Client.Load().Dispose();")]
    public Task A_client_that_is_disposed_or_handed_on_is_not_reported(string statement) => Lifetime(statement);

    [Fact]
    public Task A_client_is_disposed_with_using() => FixTest<ClientLifetimeAnalyzer, AddUsingFix>.Check(
        Using("// Loads it.\n        var {|KC0071:other = Client.Load()|};\n        other.Predict(new float[10], new float[2]);"),
        Using("// Loads it.\n        using var other = Client.Load();\n        other.Predict(new float[10], new float[2]);"));

    [Theory]
    [InlineData("for (int i = 0; i < n; i++) { using var other = {|KC0072:Client.Load()|}; }")]
    [InlineData("foreach (int i in new int[n]) { using (Client other = {|KC0072:Client.Load(\"path\")|}) { } }")]
    [InlineData("while (n > 0) { using var other = {|KC0072:Client.Load()|}; }")]
    [InlineData("Microsoft.AspNetCore.Builder.EndpointRouteBuilderExtensions.MapGet(\"/\", () => { using var other = {|KC0072:Client.Load()|}; });")]
    [InlineData("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddScoped(() => {|KC0072:Client.Load()|});")]
    [InlineData("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddTransient(() => {|KC0072:Client.Load()|});")]
    public Task A_model_that_is_loaded_again_and_again_is_reported(string statement) => Lifetime(statement);

    [Theory]
    [InlineData("using var other = Client.Load(); for (int i = 0; i < n; i++) { other.Predict(new float[10], new float[2]); }")]
    [InlineData("foreach (float score in new[] { Client.Load() }[0].Predict(new float[10], new float[2]).Score) { }")]
    [InlineData("for (int i = 0; i < n; i++) { System.Func<Client> make = () => Client.Load(); }")]
    [InlineData("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton(() => Client.Load());")]
    public Task A_model_that_is_loaded_once_is_not_reported(string statement) => Lifetime(statement);

    private static Task Shapes(string statement) => FixTest<TensorShapeAnalyzer, EmptyCodeFixProvider>.Check(Using(statement));

    private static Task Lifetime(string statement) => FixTest<ClientLifetimeAnalyzer, EmptyCodeFixProvider>.Check(Using(statement));

    private static string Using(string statements) => $$"""
        using System.Numerics.Tensors;

        [KerasCompat.KerasModel("Models/m")]
        public sealed partial class Client;

        namespace Microsoft.AspNetCore.Builder
        {
            internal static class EndpointRouteBuilderExtensions
            {
                public static void MapGet(string pattern, System.Delegate handler) { }
            }
        }

        namespace Microsoft.Extensions.DependencyInjection
        {
            internal static class ServiceCollectionServiceExtensions
            {
                public static void AddScoped(System.Func<Client> make) { }
                public static void AddTransient(System.Func<Client> make) { }
                public static void AddSingleton(System.Func<Client> make) { }
            }
        }

        internal static class User
        {
            public static void Use(Client client, int n)
            {
                {{statements}}
            }
        }
        """;
}
