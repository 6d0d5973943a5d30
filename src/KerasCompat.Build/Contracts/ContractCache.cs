using KerasCompat.Build.Models;
using KerasCompat.Contracts;

namespace KerasCompat.Build.Contracts;

/// <summary>
/// What earlier builds found out, kept in the folder of the contracts: a model whose stamp is the same is not read again. Losing it
/// costs time only, so a file that does not read as expected counts as none.
/// </summary>
internal sealed class ContractCache
{
    private readonly string _header;
    private readonly Dictionary<string, Entry> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entry> _now = new(StringComparer.Ordinal);
    private bool _isNews;

    private ContractCache(string path, string header)
    {
        Path = path;
        _header = header;
    }

    /// <summary>The cache's own file.</summary>
    public string Path { get; }

    /// <summary>The cache that a file holds; empty when there is none, or when another version of this program wrote it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="programVersion">What must be equal for an entry to be worth anything.</param>
    public static ContractCache Load(string path, string programVersion)
    {
        var cache = new ContractCache(path, programVersion);
        string[] lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        if (lines.Length == 0 || lines[0] != programVersion)
        {
            cache._isNews = true;
            return cache;
        }

        foreach (string line in lines.Skip(1))
        {
            if (CacheLine.Read(line, out string name, out string stamp) is { } contracts)
            {
                cache._before[name] = new Entry(stamp, contracts);
            }
        }

        return cache;
    }

    /// <summary>What was found out of a model, if it is unchanged and the files are still there; null otherwise.</summary>
    public ModelContracts? Find(ModelLocation model, string stamp)
    {
        if (!_before.TryGetValue(model.Name, out Entry? entry) || entry.Stamp != stamp || !entry.Contracts.Files.All(file => File.Exists(file.Path)))
        {
            return null;
        }

        _now[model.Name] = entry;
        return entry.Contracts;
    }

    /// <summary>
    /// Remembers what was found out of a model; not that it could not be read at all, because that may change (rights, locks) while the
    /// files do not.
    /// </summary>
    public void Remember(ModelLocation model, string stamp, ModelContracts contracts)
    {
        _isNews = true;
        if (contracts.Problem?.Kind != BuildErrorKinds.Unreadable)
        {
            _now[model.Name] = new Entry(stamp, contracts);
        }
    }

    /// <summary>Writes what was found and remembered since the cache was loaded, if that is anything new; models that are gone are forgotten.</summary>
    public void Save()
    {
        if (_isNews || _now.Count != _before.Count)
        {
            IEnumerable<string> lines = _now
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => CacheLine.Write(entry.Key, entry.Value.Stamp, entry.Value.Contracts));
            TextFiles.WriteIfDifferent(Path, string.Join("\n", [_header, .. lines, ""]));
        }
    }

    private sealed record Entry(string Stamp, ModelContracts Contracts);
}
