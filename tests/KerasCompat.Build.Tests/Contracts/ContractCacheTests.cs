using FsCheck;
using FsCheck.Xunit;
using KerasCompat.Build.Models;

namespace KerasCompat.Build.Contracts;

public sealed class ContractCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Property(MaxTest = 50)]
    public void What_is_remembered_is_found_again_whatever_it_is_called(NonNull<string> name, NonNull<string> stamp, NonNull<string> message, bool hasModel)
    {
        string path = _folder[Guid.NewGuid().ToString()];
        var model = new ModelLocation(name.Get, name.Get, "folder", "lock", IsDefault: true);
        var problem = new ModelProblem("damaged", name.Get, message.Get);
        var cache = ContractCache.Load(path, "version");
        ContractFile file = new(path, ContractFileKind.Contract, message.Get);
        cache.Remember(model, stamp.Get, new ModelContracts([file], hasModel, problem));
        cache.Save();

        ModelContracts? found = ContractCache.Load(path, "version").Find(model, stamp.Get);

        Assert.Equal((file, hasModel, problem), (found?.Files.Single(), found?.HasModel, found?.Problem));
    }

    [Property(MaxTest = 200)]
    public void Any_texts_are_one_line_and_come_back(NonNull<string> name, NonNull<string> stamp, NonNull<string> kind)
    {
        string line = CacheLine.Write(name.Get, stamp.Get, new ModelContracts([], HasModel: false, new ModelProblem(kind.Get, name.Get, stamp.Get)));

        ModelContracts? read = CacheLine.Read(line, out string readName, out string readStamp);

        Assert.DoesNotContain('\n', line);
        Assert.DoesNotContain('\r', line);
        Assert.Equal((name.Get, stamp.Get, new ModelProblem(kind.Get, name.Get, stamp.Get)), (readName, readStamp, read?.Problem));
    }

    [Fact]
    public void A_build_in_which_nothing_changed_leaves_the_file_alone()
    {
        string path = _folder["cache"];
        var model = new ModelLocation("m", "m", "folder", "lock", IsDefault: true);
        var first = ContractCache.Load(path, "version");
        first.Remember(model, "stamp", new ModelContracts([], HasModel: true, null));
        first.Save();
        File.AppendAllText(path, "\n");
        string before = File.ReadAllText(path);

        var second = ContractCache.Load(path, "version");
        second.Find(model, "stamp");
        second.Save();

        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public void A_model_that_is_gone_is_forgotten()
    {
        string path = _folder["cache"];
        var first = ContractCache.Load(path, "version");
        first.Remember(new ModelLocation("m", "m", "folder", "lock", IsDefault: true), "stamp", new ModelContracts([], HasModel: true, null));
        first.Save();

        ContractCache.Load(path, "version").Save();

        Assert.Equal("version\n", File.ReadAllText(path));
    }

    [Property(MaxTest = 50)]
    public void Whatever_a_cache_file_holds_it_is_loaded(NonNull<string> text)
    {
        string path = _folder[Guid.NewGuid().ToString()];
        File.WriteAllText(path, "version\n" + text.Get);

        Assert.Equal(path, ContractCache.Load(path, "version").Path);
    }

    public void Dispose() => _folder.Dispose();
}
