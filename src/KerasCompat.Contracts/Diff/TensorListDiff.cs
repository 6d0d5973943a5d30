namespace KerasCompat.Contracts;

/// <summary>Compares the inputs, or the outputs, of two contracts of one signature.</summary>
internal sealed class TensorListDiff(string signature, TensorRole role, List<ContractChange> changes)
{
    public void Compare(EquatableArray<TensorContract> old, EquatableArray<TensorContract> @new)
    {
        Dictionary<string, TensorContract> oldByKey = ByKey(old);
        Dictionary<string, TensorContract> newByKey = ByKey(@new);
        var renamed = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < old.Count; i++)
        {
            TensorContract tensor = old[i];
            if (newByKey.TryGetValue(tensor.Key, out TensorContract? match))
            {
                new TensorDiff(signature, role, changes).Compare(tensor, match);
            }
            else if (i < @new.Count && !oldByKey.ContainsKey(@new[i].Key) && IsSameButForName(tensor, @new[i]))
            {
                renamed.Add(@new[i].Key);
                Add(role.Renamed, true, tensor, $"renamed to '{@new[i].Key}'");
            }
            else
            {
                Add(role.Removed, true, tensor, "removed");
            }
        }

        foreach (TensorContract tensor in @new.Where(tensor => !oldByKey.ContainsKey(tensor.Key) && !renamed.Contains(tensor.Key)))
        {
            Added(tensor);
        }

        // Callers may pass tensors by position, so the same keys in another order change what a call means.
        string[] before = [.. old.Select(tensor => tensor.Key).Where(newByKey.ContainsKey)];
        string[] after = [.. @new.Select(tensor => tensor.Key).Where(oldByKey.ContainsKey)];
        if (!before.SequenceEqual(after))
        {
            changes.Add(new(
                role.Reordered, true, signature, null, $"{role.Name}s reordered: {string.Join(", ", before)} -> {string.Join(", ", after)}"));
        }
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

    private static bool IsSameButForName(TensorContract old, TensorContract @new) =>
        old.DType == @new.DType && old.Shape == @new.Shape && old.Encoding == @new.Encoding && old.Default == @new.Default;

    private static Dictionary<string, TensorContract> ByKey(EquatableArray<TensorContract> tensors) =>
        tensors.ToDictionary(tensor => tensor.Key, StringComparer.Ordinal);

    private void Add(ContractChangeKind kind, bool isBreaking, TensorContract tensor, string text) =>
        changes.Add(new(kind, isBreaking, signature, tensor.Key, $"{role.Name} '{tensor.Key}': {text}"));
}
