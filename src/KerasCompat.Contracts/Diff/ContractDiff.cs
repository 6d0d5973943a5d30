namespace KerasCompat.Contracts;

/// <summary>Compares two contracts of a model and tells what breaks a caller.</summary>
/// <remarks>
/// What no caller sees is not compared: graph tensor names, which change with every training, and the fingerprint. Known dimensions that
/// become unknown are compatible on both sides: what was accepted still is, and what came out may still.
/// </remarks>
public static class ContractDiff
{
    /// <summary>The differences, in the order of the contracts: the model, then each signature with its inputs and outputs.</summary>
    /// <param name="old">The contract that callers were written against.</param>
    /// <param name="new">The contract that they will meet.</param>
    /// <returns>Empty when callers cannot see any difference.</returns>
    public static IReadOnlyList<ContractChange> Compare(ModelContract old, ModelContract @new)
    {
        var changes = new List<ContractChange>();
        if (!old.Tags.OrderBy(tag => tag, StringComparer.Ordinal).SequenceEqual(@new.Tags.OrderBy(tag => tag, StringComparer.Ordinal)))
        {
            changes.Add(new(ContractChangeKind.TagsChanged, true, null, null, $"tags: {Text(old.Tags)} -> {Text(@new.Tags)}"));
        }

        Producer(changes, "TensorFlow", old.Producer.TensorFlow, @new.Producer.TensorFlow);
        Producer(changes, "Keras", old.Producer.Keras, @new.Producer.Keras);
        foreach (SignatureContract signature in old.Signatures)
        {
            if (@new.FindSignature(signature.Key) is { } match)
            {
                changes.AddRange(SignatureDiff.Compare(signature, match));
            }
            else
            {
                changes.Add(new(ContractChangeKind.SignatureRemoved, true, signature.Key, null, "removed"));
            }
        }

        foreach (SignatureContract signature in @new.Signatures.Where(signature => old.FindSignature(signature.Key) is null))
        {
            changes.Add(new(ContractChangeKind.SignatureAdded, false, signature.Key, null, "added"));
        }

        return changes;
    }

    private static void Producer(List<ContractChange> changes, string name, string? old, string? @new)
    {
        if (old != @new)
        {
            changes.Add(new(ContractChangeKind.ProducerChanged, false, null, null, $"{name}: {old ?? "unknown"} -> {@new ?? "unknown"}"));
        }
    }

    private static string Text(EquatableArray<string> tags) => "[" + string.Join(", ", tags) + "]";
}
