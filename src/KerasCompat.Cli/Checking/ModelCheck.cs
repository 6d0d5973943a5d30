using KerasCompat.Cli.Comparison;
using KerasCompat.Cli.Inspection;
using KerasCompat.Cli.Verification;
using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Checking;

/// <summary>What a pipeline wants to know of a model before it ships.</summary>
/// <param name="Model">The model folder.</param>
/// <param name="Problems">Why it must not ship; empty where it may.</param>
/// <param name="Notes">What was found to be right, or is worth knowing.</param>
internal sealed record ModelCheck(string Model, IReadOnlyList<string> Problems, IReadOnlyList<string> Notes)
{
    /// <summary>Checks everything but the recorded cases.</summary>
    /// <param name="model">The model folder.</param>
    public static ModelCheck Of(string model)
    {
        var problems = new List<string>();
        var notes = new List<string>();
        try
        {
            SavedModelInfo info = SavedModelReader.Read(model);
            Producer(info, notes);
            Lock(model, info, problems, notes);
            Weights(model, problems, notes);
        }
        catch (ModelFormatException error)
        {
            problems.Add($"{error.Problem}. {error.Remedy}");
        }

        return new ModelCheck(model, problems, notes);
    }

    /// <summary>The check with the recorded cases replayed.</summary>
    /// <param name="rows">What became of them.</param>
    public ModelCheck With(IReadOnlyList<CaseResult> rows)
    {
        CaseResult? worst = rows.Where(r => r.Status != CaseStatus.Pass).MaxBy(r => r.Status);
        string counts = $"{Show.Invariant(rows.Count(r => r.Status == CaseStatus.Pass))} of {Show.Invariant(rows.Count)} cases pass";
        return worst is null
            ? this with { Notes = [.. Notes, counts] }
            : this with { Problems = [.. Problems, $"{counts}; {worst.Signature} {worst.Case}: {worst.Status.Word()}: {worst.Detail}"] };
    }

    private static void Producer(SavedModelInfo info, List<string> notes)
    {
        string? tensorFlow = info.MetaGraphs[0].TensorFlowVersion;
        string? keras = info.Keras?.Version;
        if (tensorFlow is not null || keras is not null)
        {
            notes.Add(string.Join(", ", new[] { tensorFlow is null ? null : $"TensorFlow {tensorFlow}", keras is null ? null : $"Keras {keras}" }.OfType<string>()));
        }
    }

    private static void Lock(string model, SavedModelInfo info, List<string> problems, List<string> notes)
    {
        string file = Path.TrimEndingDirectorySeparator(model) + BuildItems.ContractFileSuffix;
        if (!File.Exists(file))
        {
            notes.Add("no lock");
            return;
        }

        ModelContract locked = ContractJson.Read(File.ReadAllText(file), file);
        ContractComparison comparison = ContractComparison.Of(file, locked, model, ContractFactory.Create(info, locked.Tags));
        if (comparison.BreakingCount > 0)
        {
            problems.Add($"differs from its lock: {string.Join("; ", comparison.Changes.Where(c => c.IsBreaking))}");
        }
        else if (comparison.CompatibleCount > 0)
        {
            notes.Add($"compatible with its lock ({string.Join("; ", comparison.Changes)})");
        }
        else
        {
            notes.Add(comparison.IsRetrained == true ? "same signatures as its lock, other weights" : "equals its lock");
        }
    }

    private static void Weights(string model, List<string> problems, List<string> notes)
    {
        switch (WeightsSummary.Read(model))
        {
            case { Problem: { } problem }:
                problems.Add($"{problem.Problem}. {problem.Remedy}");
                break;
            case { } weights:
                notes.Add($"{Show.Bytes(weights.Bytes + weights.TrainingBytes)} of weights complete");
                break;
            default:
                notes.Add("no weights");
                break;
        }
    }
}
