using System.Reflection;

namespace KerasCompat.Cli.Tests.Running;

/// <summary>The models in tests/models.</summary>
internal static class TestModels
{
    public static string Root { get; } = Path.TrimEndingDirectorySeparator(
        typeof(TestModels).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "TestModels").Value!);

    /// <summary>The folder or file of a model, as in <c>keras2/label_image</c>.</summary>
    public static string PathOf(string model) => Path.Combine(Root, model);

    /// <summary>Every model with a file <c>NAME.truth.json</c>, as in <c>keras2/label_image</c>.</summary>
    public static IEnumerable<TheoryDataRow<string>> WithTruth() => Directory
        .EnumerateFiles(Root, "*.truth.json", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')[..^".truth.json".Length])
        .Order(StringComparer.Ordinal)
        .Select(name => new TheoryDataRow<string>(name));
}
