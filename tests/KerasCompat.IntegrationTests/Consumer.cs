using KerasCompat.Build.Building;

namespace KerasCompat.IntegrationTests;

/// <summary>The QuickStart sample as a project of its own that has the packages and nothing else of this repository.</summary>
internal sealed class Consumer : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Consumer(PackageFeed feed)
    {
        _folder.Write("nuget.config", feed.NuGetConfig);
        _folder.Write("App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="KerasCompat.OnnxRuntime" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        foreach (string file in Directory.EnumerateFiles(Repository.Sample("QuickStart"), "*.cs"))
        {
            _folder.Write($"App/{Path.GetFileName(file)}", File.ReadAllText(file));
        }

        PutModel("keras2/label_image");
    }

    public TemporaryFolder Folder => _folder;

    /// <summary>Puts a model of the tests in the place of the sample's.</summary>
    public void PutModel(string testModel)
    {
        string target = _folder["App/Models/label_image"];
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        string source = Repository.TestModel(testModel);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Adds to the project.</summary>
    public void AddToProject(string xml) =>
        _folder.Write("App/App.csproj", _folder.Read("App/App.csproj").Replace("</Project>", xml + "</Project>", StringComparison.Ordinal));

    /// <summary>Changes the program, and says in which line.</summary>
    public int Edit(string before, string after)
    {
        string[] lines = _folder.Read("App/Program.cs").Split('\n');
        int line = Array.FindIndex(lines, text => text.Contains(before, StringComparison.Ordinal));
        Assert.True(line >= 0, $"QuickStart no longer says '{before}'.");
        lines[line] = lines[line].Replace(before, after, StringComparison.Ordinal);
        _folder.Write("App/Program.cs", string.Join('\n', lines));
        return line + 1;
    }

    public int LineOf(string text) => Edit(text, text);

    public BuildOutcome Dotnet(params string[] arguments) => DotnetProcess.Build(_folder["App"], arguments);

    public BuildOutcome Run(string program, string folder, params string[] arguments) => DotnetProcess.Run(program, _folder[folder], arguments);

    public void Dispose() => _folder.Dispose();
}
