using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Build.Contracts;

/// <summary>
/// The ops that the project's engine runs, as its package lists them (property <c>KerasCompatEngineOps</c>), and what of a model it lacks.
/// </summary>
internal sealed class EngineOps
{
    private readonly HashSet<string>? _ops;

    private EngineOps(HashSet<string>? ops, string stamp)
    {
        _ops = ops;
        Stamp = stamp;
    }

    /// <summary>Differs when the list does.</summary>
    public string Stamp { get; }

    /// <summary>The list in a file, an op a line; an engine that lists none is taken to run everything.</summary>
    public static EngineOps Load(string? path)
    {
        if (string.IsNullOrEmpty(path) || !File.Exists(path))
        {
            return new EngineOps(null, "");
        }

        string[] lines = File.ReadAllLines(path);
        return new EngineOps(new HashSet<string>(lines, StringComparer.Ordinal), InputStamp.Of(path!));
    }

    /// <summary>What the signatures of a contract need and the engine lacks, as <see cref="BuildItems.MissingOpsMetadata"/> writes it.</summary>
    public string MissingIn(string modelFolder, ModelContract contract)
    {
        if (_ops is null)
        {
            return "";
        }

        IReadOnlyDictionary<string, IReadOnlyList<string>> needed = SignatureOps.Read(modelFolder, [.. contract.Tags]);
        var missing = new List<string>();
        foreach (SignatureContract signature in contract.Signatures)
        {
            string[] ops = needed.TryGetValue(signature.Key, out IReadOnlyList<string>? all) ? [.. all.Where(op => !_ops.Contains(op)).Select(Uri.EscapeDataString)] : [];
            if (ops.Length > 0)
            {
                missing.Add($"{Uri.EscapeDataString(signature.Key)}={string.Join(",", ops)}");
            }
        }

        return string.Join("|", missing);
    }
}
