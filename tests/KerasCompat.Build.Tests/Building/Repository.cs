using System.Reflection;

namespace KerasCompat.Build.Building;

/// <summary>Where in this repository the tests find what they use; the project file says it.</summary>
internal static class Repository
{
    public static string TestModels { get; } = Metadata("TestModels");

    public static string BuildFiles { get; } = Metadata("BuildFiles");

    public static string TasksAssembly { get; } = Metadata("TasksAssembly");

    public static string Precompiler { get; } = Metadata("Precompiler");

    private static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
