using FsCheck;
using FsCheck.Xunit;
using KerasCompat.Build.Models;

namespace KerasCompat.Build.Contracts;

public sealed class ContractCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Property(MaxTest = 50)]
    public void What_is_remembered_is_found_again_whatever_it_is_called(NonNull<string> name, NonNull<string> stamp, NonNull<string> message)
    {
        string path = _folder[Guid.NewGuid().ToString()];
        var model = new ModelLocation(name.Get, name.Get, "folder", "lock", IsDefault: true);
        var problem = new ModelProblem("damaged", name.Get, message.Get);
        var cache = ContractCache.Load(path, "version");
        cache.Remember(model, stamp.Get, new ModelContracts([], problem));
        cache.Save();

        ModelContracts? found = ContractCache.Load(path, "version").Find(model, stamp.Get);

        Assert.Equal(problem, found?.Problem);
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
