using System.Reflection;

namespace KerasCompat.IntegrationTests;

/// <summary>Where in this repository the tests find what they use; the project file says it.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    public static string GlobalPackages { get; } = Metadata("GlobalPackages");

    public static string[] PackedProjects { get; } = Metadata("Packed").Split(';');

    public static string TestModel(string name) => Path.Combine(Metadata("TestModels"), name);

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
