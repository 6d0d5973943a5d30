using KerasCompat.Build.Building;

namespace KerasCompat.Build;

/// <summary>A project with several models, built and published once for the tests that only look at what came of it.</summary>
public sealed class BuiltProject : IDisposable
{
    public BuiltProject()
    {
        Project = new TestProject(
            """
            <ItemGroup>
              <KerasModel Include="../elsewhere/strings" />
              <KerasModel Include="../elsewhere/counter" Link="Models/linked" />
            </ItemGroup>
            """);
        Project.AddModel("keras2/label_image", "app/Models/étiquette image");
        Project.AddModel("keras2/strings", "elsewhere/strings");
        Project.AddModel("keras2/counter", "elsewhere/counter");
        Project.AddModel("keras2/version1_two_graphs", "app/Models/two_graphs");
        Project.AddModel("keras2/no_signatures", "app/Models/no_signatures");
        Project.AddModel("wrong/truncated", "app/Models/truncated");
        Project.AddModel("keras2/single_input", "app/Models/served/1");
        Project.AddModel("keras2/label_image", "app/Models/served/2");
        Project.AddModel("keras2/label_image", "app/node_modules/package/model");
        Project.AddModel("keras2/label_image", "app/.cache/model");
        Project.AddModel("keras2/label_image", "app/library/bin/Debug/Models/copied");
        Project.Write("app/Models/étiquette image/notes.txt", "not the model's");
        Project.Write("app/Models/étiquette image/assets/vocabulary.txt", "one\ntwo");
        Project.Dotnet("publish");
    }

    internal TestProject Project { get; }

    internal const string Output = "app/bin/Release/net10.0/";

    internal CompilerFile CompilerFileOf(string model) => Assert.Single(Project.CompilerFiles(), file => file.Model == model);

    public void Dispose() => Project.Dispose();
}
