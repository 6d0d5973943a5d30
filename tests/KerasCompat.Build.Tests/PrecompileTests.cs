using KerasCompat.Build.Building;

namespace KerasCompat.Build;

/// <summary>Models whose items say <c>Precompile="true"</c>.</summary>
public sealed class PrecompileTests : IDisposable
{
    private const string Output = "app/bin/Debug/net10.0/Models/model/precompiled";
    private const string Intermediate = "app/obj/Debug/net10.0/KerasCompat/precompiled/Models/model";

    private readonly TestProject _project = new($"""
        <PropertyGroup><KerasCompatPrecompiler>{Repository.Precompiler}</KerasCompatPrecompiler></PropertyGroup>
        <ItemGroup><KerasModel Update="Models/model" Precompile="true" /></ItemGroup>
        """);

    [Fact]
    public void A_model_is_translated_into_its_folder_of_the_output_and_of_what_is_published()
    {
        _project.AddModel("keras2/label_image", "app/Models/model");
        _project.AddModel("keras2/label_image", "app/Models/other");

        _project.Dotnet("publish", "-c", "Debug");

        string[] files = FilesOf(Output);
        Assert.Equal(3, files.Length);
        Assert.Equal(files, FilesOf("app/bin/Debug/net10.0/publish/Models/model/precompiled"));
        Assert.False(Directory.Exists(_project.Folder["app/bin/Debug/net10.0/Models/other/precompiled"]));
    }

    [Fact]
    public void A_build_without_changes_translates_nothing()
    {
        _project.AddModel("keras2/label_image", "app/Models/model");
        _project.Dotnet("build");
        DateTime[] before = Times();

        _project.Dotnet("build");

        Assert.Equal(before, Times());
    }

    [Fact]
    public void A_model_that_changed_is_translated_anew_and_leaves_nothing_of_the_old_one()
    {
        _project.AddModel("keras2/label_image", "app/Models/model");
        _project.Dotnet("build");
        string[] before = FilesOf(Output);

        _project.RemoveModel("app/Models/model");
        _project.AddModel("keras2/single_input", "app/Models/model");
        _project.Dotnet("build");

        Assert.NotEmpty(FilesOf(Output));
        Assert.Empty(FilesOf(Output).Intersect(before));
    }

    [Fact]
    public void A_committed_contract_without_its_model_is_no_obstacle()
    {
        _project.AddModel("keras2/label_image", "app/Models/model");
        _project.Dotnet("build", "-t:UpdateKerasContracts", "-restore");
        _project.RemoveModel("app/Models/model");

        _project.Dotnet("build");

        Assert.False(Directory.Exists(_project.Folder[Output]));
    }

    [Fact]
    public void A_project_without_an_engine_that_can_do_it_is_told()
    {
        _project.AddModel("keras2/label_image", "app/Models/model");

        BuildOutcome outcome = _project.Run("build", "-p:KerasCompatPrecompiler=");

        Assert.False(outcome.IsSuccess);
        Assert.Contains("error KC0904: The model 'Models/model' says Precompile=\"true\", but no engine", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_removes_what_was_translated()
    {
        _project.AddModel("keras2/label_image", "app/Models/model");
        _project.Dotnet("build");

        _project.Dotnet("clean");

        Assert.Empty(Directory.EnumerateFiles(_project.Folder["app"], "*.entry", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(_project.Folder["app"], "*.stamp", SearchOption.AllDirectories));
    }

    public void Dispose() => _project.Dispose();

    private string[] FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(_project.Folder[folder], "*.entry").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    private DateTime[] Times() => [.. Directory.EnumerateFiles(_project.Folder[Intermediate]).Order(StringComparer.Ordinal).Select(File.GetLastWriteTimeUtc)];
}
