using System.Reflection;

namespace KerasCompat.Generator.Tests.Running;

/// <summary>Folders of the repository that tests read, as the project file names them.</summary>
internal static class RepositoryFolder
{
    public static string Root => Find("RepositoryRoot");

    public static string Snapshots => Find("Snapshots");

    public static string Models => Find("TestModels");

    /// <summary>The pages of the diagnostics.</summary>
    public static string Rules => Find("Rules");

    /// <summary>The lists of rules by release.</summary>
    public static string Releases => Find("Releases");

    private static string Find(string name) => typeof(RepositoryFolder).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == name).Value!;
}
