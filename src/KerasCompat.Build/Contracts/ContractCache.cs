using KerasCompat.Build.Models;
using KerasCompat.Contracts;

namespace KerasCompat.Build.Contracts;

/// <summary>
/// What earlier builds found out, kept in the folder of the contracts: a model whose stamp is the same is not read again. Losing it
/// costs time only, so a file that does not read as expected counts as none.
/// </summary>
internal sealed class ContractCache
{
    private const char Separator = '\t';
    private const string ProblemField = "Problem";
    private readonly string _header;
    private readonly Dictionary<string, Entry> _before = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Entry> _now = new(StringComparer.Ordinal);

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
        if (lines.Length > 0 && lines[0] == programVersion)
        {
            foreach (string[] fields in lines.Skip(1).Select(line => line.Split(Separator)).Where(fields => fields.Length >= 2))
            {
                cache._before[Uri.UnescapeDataString(fields[0])] =
                    new Entry(Uri.UnescapeDataString(fields[1]), new ModelContracts([.. FilesFrom(fields.Skip(2))], ProblemFrom(fields)));
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
        if (contracts.Problem?.Kind != BuildErrorKinds.Unreadable)
        {
            _now[model.Name] = new Entry(stamp, contracts);
        }
    }

    /// <summary>Writes what was found and remembered since the cache was loaded; models that are gone are forgotten.</summary>
    public void Save()
    {
        IEnumerable<string> lines = _now.Select(entry => string.Join(Separator.ToString(), FieldsOf(entry.Key, entry.Value)));
        TextFiles.WriteIfDifferent(Path, string.Join("\n", [_header, .. lines, ""]));
    }

    private static IEnumerable<string> FieldsOf(string name, Entry entry)
    {
        yield return Uri.EscapeDataString(name);
        yield return Uri.EscapeDataString(entry.Stamp);
        foreach (ContractFile file in entry.Contracts.Files)
        {
            yield return $"{file.Kind}:{Uri.EscapeDataString(file.Path)}:{Uri.EscapeDataString(file.MissingOps)}";
        }

        if (entry.Contracts.Problem is { } problem)
        {
            yield return $"{ProblemField}:{problem.Kind}:{Uri.EscapeDataString(problem.Path)}:{Uri.EscapeDataString(problem.Message)}";
        }
    }

    private static IEnumerable<ContractFile> FilesFrom(IEnumerable<string> fields)
    {
        foreach (string[] parts in fields.Select(field => field.Split(':')))
        {
            if (parts.Length == 3 && Enum.TryParse(parts[0], out ContractFileKind kind))
            {
                yield return new ContractFile(Uri.UnescapeDataString(parts[1]), kind, Uri.UnescapeDataString(parts[2]));
            }
        }
    }

    private static ModelProblem? ProblemFrom(IEnumerable<string> fields)
    {
        string[]? parts = fields.Select(field => field.Split(':')).FirstOrDefault(parts => parts.Length == 4 && parts[0] == ProblemField);
        return parts is null ? null : new ModelProblem(parts[1], Uri.UnescapeDataString(parts[2]), Uri.UnescapeDataString(parts[3]));
    }

    private sealed record Entry(string Stamp, ModelContracts Contracts);
}
