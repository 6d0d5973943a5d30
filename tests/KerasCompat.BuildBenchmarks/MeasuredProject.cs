using System.Diagnostics;
using System.Reflection;

namespace KerasCompat.BuildBenchmarks;

/// <summary>A project whose builds are measured. It uses the build files, the generator and the assemblies of this repository as it would those of the package.</summary>
internal sealed class MeasuredProject
{
    private static readonly string Repository = Metadata("Repository");
    private static readonly string Configuration = Metadata("Configuration");

    private readonly string _folder;

    private MeasuredProject(WorkFolder folder, string name, string own = "")
    {
        Name = name;
        _folder = folder[name.Replace(' ', '-')];
        Write("app.csproj", ProjectText(own));
        Write("Program.cs", "System.Console.WriteLine();");
        Dotnet("restore");
    }

    /// <summary>What is special about it.</summary>
    public string Name { get; }

    /// <summary>The same project without models.</summary>
    public static MeasuredProject WithoutModels(WorkFolder folder) => new(folder, "no models");

    /// <summary>The same project with the files of models, which MSBuild copies to the output as it would for any other way to run them.</summary>
    public static MeasuredProject WithCopiedModels(WorkFolder folder, int count)
    {
        var project = new MeasuredProject(folder, "their files copied", """
            <PropertyGroup><EnableDefaultKerasModelItems>false</EnableDefaultKerasModelItems></PropertyGroup>
            <ItemGroup><None Update="Models/**" CopyToOutputDirectory="PreserveNewest" /></ItemGroup>
            """);
        project.CopyModels(count);
        return project;
    }

    /// <summary>A project with models, and a client class in a file of its own for each.</summary>
    public static MeasuredProject WithModels(WorkFolder folder, int count)
    {
        var project = new MeasuredProject(folder, $"{count} models");
        project.CopyModels(count);
        for (int i = 0; i < count; i++)
        {
            project.Write($"Client{i}.cs", $"namespace N{i}; [KerasCompat.KerasModel(\"Models/m{i}\")] public sealed partial class Client{i};");
        }

        return project;
    }

    /// <summary>Builds as if for the first time after a restore.</summary>
    public TimeSpan BuildCold()
    {
        foreach (string output in new[] { "bin", Path.Combine("obj", "Release") })
        {
            if (Directory.Exists(Path.Combine(_folder, output)))
            {
                Directory.Delete(Path.Combine(_folder, output), recursive: true);
            }
        }

        return Build();
    }

    /// <summary>Builds what is not up to date.</summary>
    public TimeSpan Build() => Dotnet("build", "--no-restore", "--configuration", "Release");

    private static string Metadata(string key) => typeof(MeasuredProject).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;

    private static string ProjectText(string own) => $"""
        <Project>
          <Import Sdk="Microsoft.NET.Sdk" Project="Sdk.props" />
          <Import Project="{Repository}src/KerasCompat.Build/Package/build/KerasCompat.props" />
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <KerasCompatTasksAssembly>{Repository}src/KerasCompat.Build/bin/{Configuration}/netstandard2.0/KerasCompat.Build.dll</KerasCompatTasksAssembly>
            <KerasCompatEngineOps>{Repository}src/KerasCompat.OnnxRuntime/Package/ops.txt</KerasCompatEngineOps>
          </PropertyGroup>
          {own}
          <ItemGroup>
            <PackageReference Include="System.Numerics.Tensors" Version="10.0.*" />
            <Reference Include="{Repository}src/KerasCompat.OnnxRuntime/bin/{Configuration}/net10.0/KerasCompat.dll" />
            <Reference Include="{Repository}src/KerasCompat.OnnxRuntime/bin/{Configuration}/net10.0/KerasCompat.Contracts.dll" />
            <Reference Include="{Repository}src/KerasCompat.OnnxRuntime/bin/{Configuration}/net10.0/KerasCompat.OnnxRuntime.dll" />
            <Analyzer Include="{Repository}generator/KerasCompat.Generator/bin/{Configuration}/netstandard2.0/KerasCompat.Generator.dll" />
            <Analyzer Include="{Repository}generator/KerasCompat.Generator/bin/{Configuration}/netstandard2.0/KerasCompat.Contracts.dll" />
          </ItemGroup>
          <Import Sdk="Microsoft.NET.Sdk" Project="Sdk.targets" />
          <Import Project="{Repository}src/KerasCompat.Build/Package/build/KerasCompat.targets" />
        </Project>
        """;

    private void CopyModels(int count)
    {
        string model = Path.Combine(Repository, "tests", "models", "keras2", "label_image");
        for (int i = 0; i < count; i++)
        {
            foreach (string file in Directory.EnumerateFiles(model, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(_folder, "Models", $"m{i}", Path.GetRelativePath(model, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private TimeSpan Dotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = _folder, RedirectStandardOutput = true };
        // As on a programmer's machine: build nodes and the compiler's server stay for the next build, whatever this process was started with.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
            || name.Equals("UseSharedCompilation", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        TimeSpan time = Stopwatch.GetElapsedTime(begin);
        return process.ExitCode == 0 ? time : throw new InvalidOperationException($"{Name}: dotnet {string.Join(' ', arguments)} failed\n{output}");
    }
}
