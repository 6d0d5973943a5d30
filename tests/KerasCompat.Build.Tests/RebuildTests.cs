using KerasCompat.Build.Building;

namespace KerasCompat.Build;

public sealed class RebuildTests : IDisposable
{
    private const string Output = "app/bin/Debug/net10.0/";
    private const string Contracts = "app/obj/Debug/net10.0/KerasCompat/";
    private readonly TestProject _project = new();

    [Fact]
    public void A_build_without_changes_writes_nothing()
    {
        _project.AddModel("keras2/label_image", "app/Models/label_image");
        _project.Dotnet("build");
        string[] files = [Contracts + "Models/label_image.contract.json", Contracts + "models.cache", "app/obj/Debug/net10.0/app.dll"];
        DateTime[] before = [.. files.Select(TimeOf)];

        _project.Dotnet("build");

        Assert.Equal(before, files.Select(TimeOf));
    }

    [Fact]
    public void A_retrained_model_with_the_same_signature_leaves_the_compiler_alone()
    {
        _project.AddModel("keras2/label_image", "app/Models/label_image");
        _project.Dotnet("build");
        DateTime before = TimeOf("app/obj/Debug/net10.0/app.dll");

        _project.AddModel("keras2/label_image", "app/Models/label_image");
        File.SetLastWriteTimeUtc(_project.Folder["app/Models/label_image/saved_model.pb"], DateTime.UnixEpoch.AddYears(40));
        _project.Dotnet("build");

        Assert.Equal(before, TimeOf("app/obj/Debug/net10.0/app.dll"));
    }

    [Fact]
    public void A_model_with_another_signature_gives_the_compiler_another_contract()
    {
        _project.AddModel("keras2/label_image", "app/Models/model");
        _project.Dotnet("build");
        string before = Assert.Single(_project.CompilerFiles()).ReadText();

        _project.RemoveModel("app/Models/model");
        _project.AddModel("keras2/strings", "app/Models/model");
        _project.Dotnet("build");

        Assert.NotEqual(before, Assert.Single(_project.CompilerFiles()).ReadText());
    }

    [Fact]
    public void A_model_put_back_to_an_older_version_replaces_the_newer_one()
    {
        _project.AddModel("keras2/label_image", "app/Models/model");
        _project.Dotnet("build");

        _project.AddModel("keras2/strings", "app/Models/model");
        string older = _project.Folder["app/Models/model/saved_model.pb"];
        File.SetLastWriteTimeUtc(older, DateTime.UnixEpoch.AddYears(40));
        _project.Dotnet("build");

        Assert.Equal(File.ReadAllBytes(older), File.ReadAllBytes(_project.Folder[Output + "Models/model/saved_model.pb"]));
    }

    [Fact]
    public void A_model_that_is_removed_leaves_no_copy_behind()
    {
        _project.AddModel("keras2/label_image", "app/Models/label_image");
        _project.Dotnet("build");

        _project.RemoveModel("app/Models/label_image");
        _project.Dotnet("build");

        Assert.False(_project.Folder.Has(Output + "Models/label_image/saved_model.pb"));
    }

    [Fact]
    public void Clean_removes_contracts_and_copies()
    {
        _project.AddModel("keras2/label_image", "app/Models/label_image");
        _project.Dotnet("build");

        _project.Dotnet("clean");

        Assert.DoesNotContain(
            Directory.EnumerateFiles(_project.Folder["app"], "*", SearchOption.AllDirectories),
            file => file.Contains("KerasCompat", StringComparison.Ordinal) || file.Contains("bin/Debug/net10.0/Models", StringComparison.Ordinal));
    }

    public void Dispose() => _project.Dispose();

    private DateTime TimeOf(string path) => File.GetLastWriteTimeUtc(_project.Folder[path]);
}
