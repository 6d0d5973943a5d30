using System.Text.Json;
using System.Text.Json.Nodes;
using KerasCompat.Contracts;

namespace KerasCompat.SavedModel.Tests;

public class SavedModelReaderTests
{
    public static TheoryData<string> Models => TestModel.All;

    [Theory]
    [MemberData(nameof(Models))]
    public void Tags_versions_and_signatures_are_those_that_TensorFlow_reads(string model)
    {
        SavedModelInfo info = SavedModelReader.Read(TestModel.Folder(model));

        string expected = Ordered(TestModel.Truth(model).GetProperty("meta_graphs"));
        Assert.Equal(expected, new JsonArray([.. info.MetaGraphs.Select(MetaGraph)]).ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Keras_declares_inputs_and_outputs_in_the_order_that_Keras_itself_gives(string model)
    {
        JsonElement truth = TestModel.Truth(model);

        SavedModelInfo info = SavedModelReader.Read(TestModel.Folder(model));

        Assert.Equal(Names(truth.GetProperty("keras_inputs")), info.Keras?.Inputs);
        if (truth.GetProperty("keras_metadata").GetBoolean())
        {
            Assert.Equal(Names(truth.GetProperty("keras_outputs")), info.Keras?.Outputs);
            Assert.StartsWith("2.", info.Keras?.Version, StringComparison.Ordinal);
        }
        else
        {
            // Keras 3 records no outputs.
            Assert.Null(info.Keras?.Outputs);
        }
    }

    [Fact]
    public void Keras_layers_are_listed_in_the_order_of_the_model()
    {
        SavedModelInfo info = SavedModelReader.Read(TestModel.Folder("keras2/label_image"));

        Assert.Equal("Functional", info.Keras?.ClassName);
        Assert.Equal("label_image", info.Keras?.Name);
        Assert.Equal(
            ["InputLayer image_input", "InputLayer label_input", "Concatenate joined", "Dense hidden", "Dense score"],
            info.Keras?.Layers.Select(layer => $"{layer.ClassName} {layer.Name}"));
    }

    [Fact]
    public void A_subclassed_model_lists_the_layers_that_it_tracks()
    {
        SavedModelInfo info = SavedModelReader.Read(TestModel.Folder("keras2/subclassed_tuple"));

        Assert.Equal("Tuple", info.Keras?.ClassName);
        Assert.Equal("Dense", Assert.Single(info.Keras!.Layers).ClassName);
    }

    [Fact]
    public void A_model_is_found_by_its_file_as_by_its_folder()
    {
        string folder = TestModel.Folder("keras2/label_image");

        SavedModelInfo info = SavedModelReader.Read(Path.Combine(folder, "saved_model.pb"));

        Assert.Equal(folder, info.Path);
    }

    private static JsonObject MetaGraph(MetaGraphInfo metaGraph) => new()
    {
        ["tags"] = new JsonArray([.. metaGraph.Tags.Select(tag => JsonValue.Create(tag))]),
        ["tensorflow"] = metaGraph.TensorFlowVersion,
        ["signatures"] = new JsonObject(metaGraph.Signatures.Select(signature => KeyValuePair.Create<string, JsonNode?>(signature.Key, new JsonObject
        {
            ["method"] = signature.MethodName,
            ["inputs"] = new JsonArray([.. signature.Inputs.Select(Tensor)]),
            ["outputs"] = new JsonArray([.. signature.Outputs.Select(Tensor)]),
        }))),
    };

    private static JsonObject Tensor(TensorInfo tensor) => new()
    {
        ["name"] = tensor.Key,
        ["dtype"] = tensor.TypeName,
        ["encoding"] = tensor.Encoding == TensorEncoding.Dense ? "name" : throw new NotSupportedException("No truth file has another encoding."),
        ["shape"] = tensor.Shape.HasRank ? new JsonArray([.. tensor.Shape.Dimensions.Select(size => JsonValue.Create(size))]) : null,
        ["tensor"] = tensor.GraphTensors.Single(),
    };

    private static string[]? Names(JsonElement names) =>
        names.ValueKind == JsonValueKind.Null ? null : [.. names.EnumerateArray().Select(name => name.GetString()!)];

    /// <summary>The truth with its keys in ordinal order: Python sorts by code point, .NET by UTF-16 unit, and maps have no order.</summary>
    private static string Ordered(JsonElement metaGraphs)
    {
        JsonArray array = JsonNode.Parse(metaGraphs.GetRawText())!.AsArray();
        foreach (JsonNode? metaGraph in array)
        {
            metaGraph!["signatures"] = new JsonObject(metaGraph["signatures"]!.AsObject()
                .OrderBy(signature => signature.Key, StringComparer.Ordinal)
                .Select(signature => KeyValuePair.Create(signature.Key, signature.Value?.DeepClone())));
        }

        return array.ToJsonString();
    }
}
