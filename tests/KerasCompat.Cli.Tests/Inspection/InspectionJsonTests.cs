using System.Text.Json;
using System.Text.Json.Nodes;
using KerasCompat.Cli.Inspection;
using KerasCompat.Cli.Terminal;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Tests.Inspection;

public class InspectionJsonTests
{
    public static TheoryData<string> Models => [.. TestModels.WithTruth];

    [Theory]
    [MemberData(nameof(Models))]
    public void Inspection_says_of_a_model_what_TensorFlow_says(string model)
    {
        JsonNode truth = JsonNode.Parse(File.ReadAllText(TestModels.PathOf(model) + ".truth.json"))!;

        JsonNode inspection = Inspect(model);

        Assert.Equal(Canonical(truth["meta_graphs"]), Canonical(inspection["meta_graphs"]));
    }

    /// <summary>Without keras_metadata.pb the truth was asked of the living Keras model; the SavedModel need not tell.</summary>
    public static TheoryData<string> WithKerasMetadata =>
        [.. TestModels.WithTruth.Where(model => File.Exists(Path.Combine(TestModels.PathOf(model), "keras_metadata.pb")))];

    [Theory]
    [MemberData(nameof(WithKerasMetadata))]
    public void Inspection_names_Keras_inputs_and_outputs_in_declared_order(string model)
    {
        JsonNode truth = JsonNode.Parse(File.ReadAllText(TestModels.PathOf(model) + ".truth.json"))!;

        JsonNode inspection = Inspect(model);

        Assert.Equal(Canonical(truth["keras_inputs"]), Canonical(inspection["keras_inputs"]));
        Assert.Equal(Canonical(truth["keras_outputs"]), Canonical(inspection["keras_outputs"]));
    }

    private static JsonNode Inspect(string model)
    {
        using var text = new StringWriter();
        SavedModelInfo info = SavedModelReader.Read(TestModels.PathOf(model));
        JsonOutput.Write(text, json => InspectionJson.Write(json, info));
        return JsonNode.Parse(text.ToString())!;
    }

    private static string Canonical(JsonNode? node) => node is null ? "null" : node.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
}
