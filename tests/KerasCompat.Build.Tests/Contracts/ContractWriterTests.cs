using KerasCompat.Build.Building;
using KerasCompat.Build.Models;
using KerasCompat.Contracts;

namespace KerasCompat.Build.Contracts;

public sealed class ContractWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_model_that_another_program_holds_is_unreadable()
    {
        ModelLocation model = Copy("keras2/label_image");
        using FileStream held = new(model.SavedModel, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(BuildErrorKinds.Unreadable, Write(model).Problem?.Kind);
    }

    [Fact]
    public void A_model_is_read_again_once_it_is_no_longer_held()
    {
        ModelLocation model = Copy("keras2/label_image");
        using (new FileStream(model.SavedModel, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Write(model);
        }

        Assert.Null(Write(model).Problem);
    }

    [Fact]
    public void A_problem_is_known_in_the_next_build_without_reading_the_model()
    {
        ModelLocation model = Copy("wrong/truncated");
        ModelProblem? first = Write(model).Problem;
        using FileStream held = new(model.SavedModel, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(first, Write(model).Problem);
    }

    [Fact]
    public void A_model_that_was_still_being_copied_is_read_again_when_it_is_whole()
    {
        ModelLocation model = Copy("keras2/label_image");
        byte[] whole = File.ReadAllBytes(model.SavedModel);
        File.WriteAllBytes(model.SavedModel, whole[..(whole.Length / 2)]);
        ModelProblem? problem = Write(model).Problem;

        File.WriteAllBytes(model.SavedModel, whole);

        Assert.Equal(BuildErrorKinds.Damaged, problem?.Kind);
        Assert.Null(Write(model).Problem);
    }

    [Fact]
    public void A_pointer_of_Git_LFS_is_told_as_one()
    {
        ModelLocation model = Copy("keras2/label_image");
        File.WriteAllText(model.SavedModel, "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n");

        ModelContracts contracts = Write(model);

        Assert.Equal((BuildErrorKinds.LfsPointer, false), (contracts.Problem?.Kind, contracts.HasModel));
        Assert.Contains("git lfs pull", contracts.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_gets_other_files_is_looked_at_again()
    {
        _folder.Write("model/readme.txt", "");
        var model = new ModelLocation("model", "model", _folder["model"], _folder["model.contract.json"], IsDefault: true);
        Write(model);

        _folder.Write("model/ckpt.index", "");

        Assert.Equal(BuildErrorKinds.Checkpoint, Write(model).Problem?.Kind);
    }

    [Fact]
    public void A_cache_of_another_version_of_the_program_is_not_believed()
    {
        ModelLocation model = Copy("keras2/label_image");
        ContractFile file = Assert.Single(Write(model, "version 1").Files);
        File.WriteAllText(file.Path, "what version 1 wrote");

        Write(model, "version 2");

        Assert.NotEqual("what version 1 wrote", File.ReadAllText(file.Path));
    }

    [Fact]
    public void A_damaged_cache_counts_as_none()
    {
        ModelLocation model = Copy("keras2/label_image");
        Write(model);
        _folder.Write("obj/cache", "version\nmodel\t%zz\tContract:\nmodel\tx\tProblem:::\n\t\t\t");

        Assert.Null(Write(model).Problem);
    }

    [Fact]
    public void Ops_that_the_engine_lacks_are_found_in_what_the_signature_needs()
    {
        ModelLocation model = Copy("keras2/label_image");
        _folder.Write("ops.txt", "BiasAdd\nConcatV2\nIdentity\nNoOp\nPlaceholder\nReadVariableOp\nRelu\nConst\nSigmoid\nStatefulPartitionedCall\nVarHandleOp\n");

        ContractFile file = Assert.Single(Write(model, engineOps: EngineOps.In(_folder["ops.txt"])).Files);

        Assert.Equal("serving_default=MatMul", file.MissingOps);
    }

    [Fact]
    public void Another_list_of_ops_is_compared_anew()
    {
        ModelLocation model = Copy("keras2/label_image");
        Write(model);
        _folder.Write("ops.txt", "MatMul\n");

        ContractFile file = Assert.Single(Write(model, engineOps: EngineOps.In(_folder["ops.txt"])).Files);

        Assert.Contains("Sigmoid", file.MissingOps, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_engine_lacks_is_remembered()
    {
        ModelLocation model = Copy("keras2/label_image");
        _folder.Write("ops.txt", "MatMul\n");
        EngineOps ops = EngineOps.In(_folder["ops.txt"]);
        string first = Assert.Single(Write(model, engineOps: ops).Files).MissingOps;

        Assert.Equal(first, Assert.Single(Write(model, engineOps: ops).Files).MissingOps);
    }

    public void Dispose() => _folder.Dispose();

    private ModelContracts Write(ModelLocation model, string version = "version", EngineOps? engineOps = null)
    {
        var cache = ContractCache.Load(_folder["obj/cache"], version);
        ModelContracts contracts = new ContractWriter(_folder["obj"], cache, engineOps ?? EngineOps.In(null)).Write(model);
        cache.Save();
        return contracts;
    }

    private ModelLocation Copy(string testModel)
    {
        string source = Path.Combine(Repository.TestModels, testModel);
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = _folder[Path.Combine("model", Path.GetRelativePath(source, file))];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return new ModelLocation("model", "model", _folder["model"], _folder["model.contract.json"], IsDefault: true);
    }
}
