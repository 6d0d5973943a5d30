namespace KerasCompat.Contracts;

/// <summary>Compares the inputs, or the outputs, of two contracts of one signature.</summary>
internal sealed class TensorListDiff(string signature, TensorRole role, List<ContractChange> changes)
{
    public void Compare(EquatableArray<TensorContract> old, EquatableArray<TensorContract> @new)
    {
        var renamed = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < old.Count; i++)
        {
            TensorContract tensor = old[i];
            if (Find(@new, tensor.Key) is { } match)
            {
                new TensorDiff(signature, role, changes).Compare(tensor, match);
            }
            else if (i < @new.Count && Find(old, @new[i].Key) is null && IsSameButForName(tensor, @new[i]))
            {
                renamed.Add(@new[i].Key);
                Add(role.Renamed, true, tensor, $"renamed to '{@new[i].Key}'");
            }
            else
            {
                Add(role.Removed, true, tensor, "removed");
            }
        }

        foreach (TensorContract tensor in @new.Where(tensor => Find(old, tensor.Key) is null && !renamed.Contains(tensor.Key)))
        {
            Added(tensor);
        }

        Order(old, @new);
    }

    private void Added(TensorContract tensor)
    {
        if (role == TensorRole.Output)
        {
            Add(ContractChangeKind.OutputAdded, false, tensor, $"added, {TensorDiff.Type(tensor)}");
        }
        else if (tensor.Default is null)
        {
            Add(ContractChangeKind.RequiredInputAdded, true, tensor, $"added, {TensorDiff.Type(tensor)}, without a default");
        }
        else
        {
            Add(ContractChangeKind.OptionalInputAdded, false, tensor, $"added, {TensorDiff.Type(tensor)}, with a default");
        }
    }

    /// <summary>Callers may pass tensors by position, so the same keys in another order change what a call means.</summary>
    private void Order(EquatableArray<TensorContract> old, EquatableArray<TensorContract> @new)
    {
        string[] before = [.. old.Select(tensor => tensor.Key).Where(key => Find(@new, key) is not null)];
        string[] after = [.. @new.Select(tensor => tensor.Key).Where(key => Find(old, key) is not null)];
        if (!before.SequenceEqual(after))
        {
            changes.Add(new(
                role.Reordered, true, signature, null, $"{role.Name}s reordered: {string.Join(", ", before)} -> {string.Join(", ", after)}"));
        }
    }

    private static bool IsSameButForName(TensorContract old, TensorContract @new) =>
        old.DType == @new.DType && old.Shape == @new.Shape && old.Encoding == @new.Encoding && old.Default == @new.Default;

    private static TensorContract? Find(EquatableArray<TensorContract> tensors, string key) => tensors.FirstOrDefault(tensor => tensor.Key == key);

    private void Add(ContractChangeKind kind, bool isBreaking, TensorContract tensor, string text) =>
        changes.Add(new(kind, isBreaking, signature, tensor.Key, $"{role.Name} '{tensor.Key}': {text}"));
}
