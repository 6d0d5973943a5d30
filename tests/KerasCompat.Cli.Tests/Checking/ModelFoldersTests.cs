using KerasCompat.Cli.Checking;

namespace KerasCompat.Cli.Tests.Checking;

public sealed class ModelFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Models_are_found_at_any_depth_but_not_in_build_output()
    {
        Model("a/deep/model");
        Model("b");
        Model("bin/Debug/b");
        Model("obj/b");

        Assert.Equal(["a/deep/model", "b"], Found(_folder.Path));
    }

    [Fact]
    public void A_project_names_models_that_lie_elsewhere()
    {
        Model("shared/one");
        Model("app/own");
        string project = _folder["app/App.csproj"];
        File.WriteAllText(
            project,
            """
            <Project Sdk="Microsoft.NET.Sdk"><ItemGroup>
              <KerasModel Include="..\shared\one" />
              <KerasModel Include="own/saved_model.pb" />
              <KerasModel Include="$(Elsewhere)/two" />
            </ItemGroup></Project>
            """);

        Assert.Equal(["app/../shared/one", "app/own"], Found(project));
        Assert.Equal(["app/../shared/one", "app/own"], Found(_folder["app"]));
    }

    [Fact]
    public void A_folder_without_models_is_told() => Assert.Contains(
        "holds no model",
        Assert.Throws<UsageException>(() => ModelFolders.Find(_folder.Path)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Something_that_is_no_project_is_told()
    {
        File.WriteAllText(_folder["x.csproj"], "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>");

        Assert.Contains(
            "is not a project file",
            Assert.Throws<UsageException>(() => ModelFolders.Find(_folder["x.csproj"])).Message,
            StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private void Model(string name)
    {
        Directory.CreateDirectory(_folder[name]);
        File.WriteAllText(Path.Combine(_folder[name], "saved_model.pb"), "");
    }

    private IEnumerable<string> Found(string path) =>
        ModelFolders.Find(path).Select(model => model[(_folder.Path.Length + 1)..]);
}
