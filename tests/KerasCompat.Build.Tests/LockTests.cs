using KerasCompat.Build.Building;
using KerasCompat.Contracts;

namespace KerasCompat.Build;

public sealed class LockTests : IDisposable
{
    private const string Lock = "app/Models/label_image.contract.json";
    private const string LfsPointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    private readonly TestProject _project = new();

    [Fact]
    public void The_build_of_a_clone_without_the_model_works_from_its_committed_contract()
    {
        WriteLock();
        _project.RemoveModel("app/Models/label_image");

        _project.Dotnet("build");

        CompilerFile file = Assert.Single(_project.CompilerFiles());
        Assert.Equal(("Models/label_image", true, _project.Folder[Lock]), (file.Model, file.IsLock, file.Path));
    }

    [Fact]
    public void A_model_that_Git_LFS_did_not_fetch_counts_as_one_that_is_not_there()
    {
        WriteLock();
        _project.Write("app/Models/label_image/saved_model.pb", LfsPointer);

        _project.Dotnet("build");

        Assert.True(Assert.Single(_project.CompilerFiles()).IsLock);
    }

    [Fact]
    public void A_pointer_of_Git_LFS_is_not_copied_as_if_it_were_a_model()
    {
        WriteLock();
        _project.Write("app/Models/label_image/saved_model.pb", LfsPointer);

        _project.Dotnet("build");

        Assert.False(_project.Folder.Has("app/bin/Debug/net10.0/Models/label_image/saved_model.pb"));
    }

    [Fact]
    public void The_compiler_is_given_the_committed_contract_and_the_models_own_to_compare()
    {
        WriteLock();

        _project.Dotnet("build");

        Assert.Equal([true, false], _project.CompilerFiles().Select(file => file.IsLock));
    }

    [Fact]
    public void A_committed_contract_that_is_no_contract_is_told_to_the_compiler()
    {
        _project.AddModel("keras2/label_image", "app/Models/label_image");
        _project.Write(Lock, "<<<<<<< HEAD");

        _project.Dotnet("build");

        Assert.Contains("label_image.contract.json", Assert.Single(_project.CompilerFiles(), file => file.IsError).ReadText(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_update_of_a_project_with_several_frameworks_writes_each_contract_once()
    {
        _project.WriteProject("app/app.csproj", frameworks: "<TargetFrameworks>net10.0;netstandard2.1</TargetFrameworks>");
        _project.AddModel("keras2/label_image", "app/Models/label_image");

        string output = _project.Dotnet("build", "-t:UpdateKerasContracts");

        Assert.Single(output.Split('\n'), line => line.Contains("Models/label_image.contract.json: written", StringComparison.Ordinal));
    }

    [Fact]
    public void A_contract_that_the_project_keeps_elsewhere_is_written_and_used_there()
    {
        _project.WriteProject("app/app.csproj", """<ItemGroup><KerasModel Update="Models/label_image" Contract="contracts/label.json" /></ItemGroup>""");
        _project.AddModel("keras2/label_image", "app/Models/label_image");
        _project.Dotnet("build", "-t:UpdateKerasContracts");

        _project.Dotnet("build");

        Assert.Equal(_project.Folder["app/contracts/label.json"], Assert.Single(_project.CompilerFiles(), file => file.IsLock).Path);
    }

    [Fact]
    public void An_update_accepts_the_model_as_it_is()
    {
        _project.AddModel("keras2/strings", "app/Models/label_image");
        _project.Dotnet("build", "-t:UpdateKerasContracts");
        ModelContract before = ReadLock();

        _project.RemoveModel("app/Models/label_image");
        _project.AddModel("keras2/label_image", "app/Models/label_image");
        _project.Dotnet("build", "-t:UpdateKerasContracts");

        Assert.NotEqual(before, ReadLock());
    }

    public void Dispose() => _project.Dispose();

    private void WriteLock()
    {
        _project.AddModel("keras2/label_image", "app/Models/label_image");
        _project.Dotnet("build", "-t:UpdateKerasContracts");
    }

    private ModelContract ReadLock() => ContractJson.Read(_project.Folder.Read(Lock), Lock);
}
