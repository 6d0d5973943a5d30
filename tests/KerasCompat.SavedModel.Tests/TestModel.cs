using System.Reflection;
using System.Text.Json;

namespace KerasCompat.SavedModel.Tests;

/// <summary>The models in tests/models, and what TensorFlow says of them.</summary>
internal static class TestModel
{
    public static string Root { get; } = typeof(TestModel).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "TestModels").Value!;

    /// <summary>Every model that has a truth file, as <c>keras2/label_image</c>.</summary>
    public static TheoryData<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.truth.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file)[..^".truth.json".Length].Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    public static string Folder(string model) => Path.Combine(Root, model);

    public static JsonElement Truth(string model)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Folder(model) + ".truth.json"));
        return document.RootElement.Clone();
    }
}
