namespace KerasCompat.Contracts;

/// <summary>Compares two contracts of one signature.</summary>
internal static class SignatureDiff
{
    public static IEnumerable<ContractChange> Compare(SignatureContract old, SignatureContract @new)
    {
        var changes = new List<ContractChange>();
        if (old.MethodName != @new.MethodName)
        {
            changes.Add(new(
                ContractChangeKind.MethodChanged, false, old.Key, null, $"method: '{old.MethodName}' -> '{@new.MethodName}'"));
        }

        new TensorListDiff(old.Key, TensorRole.Input, changes).Compare(old.Inputs, @new.Inputs);
        new TensorListDiff(old.Key, TensorRole.Output, changes).Compare(old.Outputs, @new.Outputs);
        return changes;
    }
}
