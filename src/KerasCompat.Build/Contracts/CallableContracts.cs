using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Build.Contracts;

/// <summary>The contracts of a model's meta graphs that a program can call.</summary>
internal static class CallableContracts
{
    /// <summary>One contract for each tag set under which the model has a callable signature, in the order of the model.</summary>
    /// <param name="modelFolder">The model's folder.</param>
    /// <param name="engineOps">The ops of the project's engine.</param>
    /// <exception cref="ModelFormatException">The model cannot be read.</exception>
    public static IReadOnlyList<CallableContract> Of(string modelFolder, EngineOps engineOps)
    {
        SavedModelInfo model = SavedModelReader.Read(modelFolder, engineOps.AreListed);
        var contracts = new List<CallableContract>();
        var seen = new HashSet<EquatableArray<string>>();
        foreach (MetaGraphInfo metaGraph in model.MetaGraphs)
        {
            // The fingerprint would read the model whole, and change with weights that no caller sees.
            ModelContract contract = ContractFactory.Create(model, metaGraph.Tags, withFingerprint: false);
            if (contract.Signatures.Count > 0 && seen.Add(contract.Tags))
            {
                contracts.Add(new(contract, engineOps.MissingFor(metaGraph.Signatures.Where(signature => signature.IsCallable))));
            }
        }

        return contracts;
    }
}
