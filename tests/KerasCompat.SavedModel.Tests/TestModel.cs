using System.Text.Json;

namespace KerasCompat.SavedModel.Tests;

/// <summary>The models in tests/models, and what TensorFlow says of them.</summary>
internal static class TestModel
{
    /// <summary>Every model that has a truth file, as <c>keras2/label_image</c>.</summary>
    public static TheoryData<string> All { get; } = [.. TestModels.WithTruth];

    public static string Folder(string model) => TestModels.PathOf(model);

    public static JsonElement Truth(string model)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Folder(model) + ".truth.json"));
        return document.RootElement.Clone();
    }
}
