using KerasCompat.Contracts.Json;
using KerasCompat.SavedModel.Keras;

namespace KerasCompat.SavedModel.Tests;

public class KerasMetadataTests
{
    [Theory]
    [InlineData("""[["b", 0, 0], ["a", 0, 0]]""", "b a")]
    [InlineData("""["only", 0, 0]""", "only")]
    [InlineData("""{"y": ["second", 0, 0], "x": ["first", 0, 0]}""", "first second")]
    [InlineData("""[["twice", 0, 0], ["twice", 1, 0], ["twice", 2, 0]]""", "twice twice_1 twice_2")]
    [InlineData("""{"outer": [["a", 0, 0], {"k": ["b", 0, 0]}]}""", "a b")]
    public void A_functional_model_declares_its_outputs_in_any_structure(string structure, string expected)
    {
        KerasInfo info = Read($$"""{"class_name": "Functional", "config": {"output_layers": {{structure}} } }""");

        Assert.Equal(expected.Split(' '), info.Outputs);
    }

    [Theory]
    [InlineData("""{"class_name": "InputLayer", "config": {"name": "pixels"}}""", "pixels")]
    [InlineData("""{"class_name": "Dense", "config": {"name": "first", "batch_input_shape": [null, 4]}}""", "first_input")]
    public void A_sequential_model_has_the_input_of_its_first_layer_and_the_output_of_its_last(string firstLayer, string input)
    {
        KerasInfo info = Read($$"""
            {"class_name": "Sequential", "keras_version": "2.9.0",
             "config": {"name": "s", "layers": [{{firstLayer}}, {"class_name": "Dense", "config": {"name": "last" } }] } }
            """);

        Assert.Equal([input], info.Inputs);
        Assert.Equal(["last"], info.Outputs);
        Assert.Equal("2.9.0", info.Version);
    }

    [Fact]
    public void A_subclassed_model_declares_no_order()
    {
        KerasInfo info = Read("""{"class_name": "Mine", "config": {"name": "mine"}}""");

        Assert.Null(info.Inputs);
        Assert.Null(info.Outputs);
    }

    [Fact]
    public void Numbers_that_only_Python_writes_are_read()
    {
        KerasInfo info = Read("""{"class_name": "Functional", "config": {"rate": NaN, "limits": [-Infinity, Infinity], "input_layers": ["x", 0, 0] } }""");

        Assert.Equal(["x"], info.Inputs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"class_name\": ")]
    [InlineData("[]")]
    [InlineData("{\"config\": 5, \"class_name\": {}}")]
    [InlineData("{\"class_name\": \"Sequential\", \"config\": {\"layers\": [3]}}")]
    public void Metadata_of_another_kind_tells_nothing_or_is_refused(string json)
    {
        Exception? exception = Record.Exception(() => Read(json));

        Assert.True(exception is null or ModelFormatException, exception?.ToString());
    }

    private static KerasInfo Read(string json) => KerasConfig.Read(new JsonSource(json, "keras_metadata.pb", "Save the model again."), () => []);
}
