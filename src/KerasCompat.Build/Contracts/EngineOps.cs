using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Build.Contracts;

/// <summary>
/// The ops that the project's engine runs, as its package lists them (property <c>KerasCompatEngineOps</c>), and what of a model it lacks.
/// The list is read when the first model is.
/// </summary>
internal sealed class EngineOps
{
    private readonly Lazy<HashSet<string>> _ops;

    private EngineOps(string? path)
    {
        AreListed = !string.IsNullOrEmpty(path) && File.Exists(path);
        Stamp = AreListed ? InputStamp.Of(path!) : "";
        _ops = new(() => new HashSet<string>(File.ReadAllLines(path!), StringComparer.Ordinal));
    }

    /// <summary>Whether there is a list; an engine that lists no ops is taken to run all.</summary>
    public bool AreListed { get; }

    /// <summary>Differs when the list does.</summary>
    public string Stamp { get; }

    /// <summary>The list in a file, an op a line; none where there is no such file.</summary>
    public static EngineOps In(string? path) => new(path);

    /// <summary>What signatures need and the engine lacks, as <see cref="BuildItems.MissingOpsMetadata"/> writes it.</summary>
    /// <param name="signatures">The signatures, read with their ops.</param>
    public string MissingFor(IEnumerable<SignatureInfo> signatures)
    {
        if (!AreListed)
        {
            return "";
        }

        var missing = new List<string>();
        foreach (SignatureInfo signature in signatures)
        {
            string[] ops = [.. signature.Ops!.Where(op => !_ops.Value.Contains(op)).Select(Uri.EscapeDataString)];
            if (ops.Length > 0)
            {
                missing.Add($"{Uri.EscapeDataString(signature.Key)}={string.Join(",", ops)}");
            }
        }

        return string.Join("|", missing);
    }
}
