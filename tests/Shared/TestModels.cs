using System.Reflection;

namespace KerasCompat.Testing;

/// <summary>The models in tests/models.</summary>
internal static class TestModels
{
    /// <summary>The folder that holds them all.</summary>
    public static string Root { get; } = Path.TrimEndingDirectorySeparator(
        typeof(TestModels).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "TestModels").Value!);

    /// <summary>Every model of which TensorFlow's view is recorded in <c>NAME.truth.json</c>.</summary>
    public static IEnumerable<string> WithTruth => Directory
        .EnumerateFiles(Root, "*.truth.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')[..^".truth.json".Length])
        .Order(StringComparer.Ordinal);

    /// <summary>The folder, or another file, of a model such as <c>keras2/label_image</c>.</summary>
    public static string PathOf(string model) => Path.Combine(Root, model);
}
