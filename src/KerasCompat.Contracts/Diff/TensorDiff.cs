namespace KerasCompat.Contracts;

/// <summary>Compares two contracts of one input or output.</summary>
internal sealed class TensorDiff(string signature, TensorRole role, List<ContractChange> changes)
{
    /// <summary>The type as a diff writes it: <c>float32[?,10]</c>.</summary>
    public static string Type(TensorContract tensor) => tensor.DType.Name() + tensor.Shape;

    public void Compare(TensorContract old, TensorContract @new)
    {
        // A contract without a C# name, as every one that comes from a model itself, takes none away.
        if (@new.Name is not null && old.Name != @new.Name)
        {
            Add(role.Renamed, true, old, $"renamed in C#: {old.Name ?? "(from its key)"} -> {@new.Name}");
        }

        if (old.DType != @new.DType)
        {
            Add(ContractChangeKind.DTypeChanged, true, old, $"{Type(old)} -> {Type(@new)}");
        }
        else if (Shape(old.Shape, @new.Shape) is { } kind)
        {
            Add(kind, kind != ContractChangeKind.DimensionRelaxed, old, $"{Type(old)} -> {Type(@new)}");
        }

        if (old.Encoding != @new.Encoding)
        {
            Add(
                ContractChangeKind.EncodingChanged,
                true,
                old,
                $"encoding {TensorEncodings.Name(old.Encoding)} -> {TensorEncodings.Name(@new.Encoding)}");
        }

        Default(old, @new);
    }

    private static ContractChangeKind? Shape(TensorShape old, TensorShape @new)
    {
        if (old == @new)
        {
            return null;
        }

        if (old.Rank != @new.Rank)
        {
            return ContractChangeKind.RankChanged;
        }

        for (int i = 0; i < old.Rank; i++)
        {
            if (@new.Dimensions[i] >= 0 && @new.Dimensions[i] != old.Dimensions[i])
            {
                return ContractChangeKind.DimensionChanged;
            }
        }

        return ContractChangeKind.DimensionRelaxed;
    }

    private void Default(TensorContract old, TensorContract @new)
    {
        switch (old.Default, @new.Default)
        {
            case (null, not null):
                Add(ContractChangeKind.DefaultAdded, false, old, "may now be left out");
                break;
            case (not null, null):
                Add(ContractChangeKind.DefaultRemoved, true, old, "may no longer be left out");
                break;
            case (not null, not null) when old.Default != @new.Default:
                Add(ContractChangeKind.DefaultChanged, true, old, "has another value when it is left out");
                break;
        }
    }

    private void Add(ContractChangeKind kind, bool isBreaking, TensorContract tensor, string text) =>
        changes.Add(new(kind, isBreaking, signature, tensor.Key, $"{role.Name} '{tensor.Key}': {text}"));
}
