namespace KerasCompat.Build.Building;

/// <summary>A project of a user, in a folder of its own, that uses the package's props and targets and is built by <c>dotnet</c>.</summary>
internal sealed class TestProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestProject(string extra = "", string frameworks = "<TargetFramework>net10.0</TargetFramework>")
    {
        WriteProject("app/app.csproj", extra, frameworks);
        Write("app/Program.cs", "System.Console.WriteLine();");
    }

    /// <summary>The folder around the project: <c>app/</c> is the project's own.</summary>
    public TemporaryFolder Folder => _folder;

    public void WriteProject(string path, string extra = "", string frameworks = "<TargetFramework>net10.0</TargetFramework>", string outputType = "Exe") => Write(
        path,
        $"""
        <Project>
          <Import Sdk="Microsoft.NET.Sdk" Project="Sdk.props" />
          <Import Project="{Repository.BuildFiles}KerasCompat.props" />
          <PropertyGroup>
            <OutputType>{outputType}</OutputType>
            {frameworks}
            <UseAppHost>false</UseAppHost>
            <KerasCompatTasksAssembly>{Repository.TasksAssembly}</KerasCompatTasksAssembly>
          </PropertyGroup>
          {extra}
          <Import Sdk="Microsoft.NET.Sdk" Project="Sdk.targets" />
          <!-- As the file that NuGet writes chooses between a package's folders. -->
          <Import Project="{Repository.BuildFiles}KerasCompat.targets" Condition="'$(TargetFramework)' != ''" />
          <Import Project="{Repository.BuildFiles}../buildMultiTargeting/KerasCompat.targets" Condition="'$(TargetFramework)' == ''" />
          <!-- What the compiler was given, for the tests to read. -->
          <Target Name="NoteAdditionalFiles" AfterTargets="CoreCompile">
            <WriteLinesToFile File="$(MSBuildProjectDirectory)/compiler.txt" Overwrite="true"
                              Lines="@(AdditionalFiles->'%(KerasCompatModel)|%(KerasCompatDeployPath)|%(KerasCompatError)|%(KerasCompatLock)|%(FullPath)')" />
          </Target>
        </Project>
        """);

    public void Write(string path, string text) => _folder.Write(path, text);

    /// <summary>Puts one of the repository's models into the folder; their files get the time of now, as a copy made by hand would have.</summary>
    public void AddModel(string model, string path)
    {
        string from = Path.Combine(Repository.TestModels, model);
        if (File.Exists(from))
        {
            File.Copy(from, _folder[path]);
            return;
        }

        Directory.CreateDirectory(_folder[path]);
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string to = _folder[Path.Combine(path, Path.GetRelativePath(from, file))];
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to, overwrite: true);
        }
    }

    public void RemoveModel(string path) => Directory.Delete(_folder[path], recursive: true);

    /// <summary>The contracts that the last build gave to the compiler.</summary>
    public IReadOnlyList<CompilerFile> CompilerFiles(string project = "app") =>
        [.. _folder.Read($"{project}/compiler.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(CompilerFile.Parse)];

    /// <summary>Runs <c>dotnet</c> in the project's folder and expects success.</summary>
    public string Dotnet(params string[] arguments) => Run(arguments).Expect();

    /// <summary>Runs <c>dotnet</c> in the project's folder.</summary>
    public BuildOutcome Run(params string[] arguments) => DotnetProcess.Build(_folder["app"], arguments);

    public void Dispose() => _folder.Dispose();
}
