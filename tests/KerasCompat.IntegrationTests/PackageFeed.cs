using KerasCompat.Build.Building;

namespace KerasCompat.IntegrationTests;

/// <summary>The packages of this repository in a folder, as a feed that projects restore from. Made once for all tests.</summary>
public sealed class PackageFeed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PackageFeed()
    {
        foreach (string project in Repository.PackedProjects)
        {
            DotnetProcess.Build(Repository.Root, "pack", $"src/{project}", "--no-build", "-c", Repository.Configuration, "-o", Path).Expect();
        }
    }

    /// <summary>The folder of the packages.</summary>
    public string Path => _folder["feed"];

    /// <summary>The folder that packages are restored to.</summary>
    public string PackageFolder => _folder["packages"];

    /// <summary>
    /// The settings of a project that restores from the feed into a folder of its own, so that no package of an earlier run is taken;
    /// packages of others come from those that building this repository has fetched.
    /// </summary>
    public string NuGetConfig =>
        $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{PackageFolder}" /></config>
          <packageSources><add key="local" value="{Path}" /></packageSources>
          <fallbackPackageFolders><add key="fetched" value="{Repository.GlobalPackages}" /></fallbackPackageFolders>
        </configuration>
        """;

    public void Dispose() => _folder.Dispose();
}
