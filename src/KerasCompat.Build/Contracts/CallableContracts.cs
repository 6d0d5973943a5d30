using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Build.Contracts;

/// <summary>The contracts of a model's meta graphs that a program can call.</summary>
internal static class CallableContracts
{
    /// <summary>One contract for each tag set under which the model has a callable signature, in the order of the model.</summary>
    /// <param name="modelFolder">The model's folder.</param>
    /// <exception cref="ModelFormatException">The model cannot be read.</exception>
    public static IReadOnlyList<ModelContract> Of(string modelFolder)
    {
        SavedModelInfo model = SavedModelReader.Read(modelFolder);
        // The fingerprint would read the model whole, and change with weights that no caller sees.
        IEnumerable<ModelContract> contracts = model.MetaGraphs
            .Select(metaGraph => ContractFactory.Create(model, metaGraph.Tags, withFingerprint: false))
            .Where(contract => contract.Signatures.Count > 0);

        var seen = new HashSet<EquatableArray<string>>();
        return [.. contracts.Where(contract => seen.Add(contract.Tags))];
    }
}
