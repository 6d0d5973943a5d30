using System.Reflection;

namespace KerasCompat.Testing;

/// <summary>The models in tests/models.</summary>
internal static class TestModels
{
    /// <summary>The folder that holds them all.</summary>
    public static string Root { get; } = Path.GetFullPath(
        typeof(TestModels).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "TestModels").Value!);

    /// <summary>The folder, or another file, of a model such as <c>keras2/label_image</c>.</summary>
    public static string PathOf(string model) => Path.Combine(Root, model);
}
