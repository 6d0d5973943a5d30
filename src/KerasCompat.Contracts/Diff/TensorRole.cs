namespace KerasCompat.Contracts;

/// <summary>On which side of a signature a tensor stands, with the names that its changes have there.</summary>
internal sealed record TensorRole(
    string Name,
    ContractChangeKind Removed,
    ContractChangeKind Renamed,
    ContractChangeKind Reordered)
{
    public static TensorRole Input { get; } = new(
        "input", ContractChangeKind.InputRemoved, ContractChangeKind.InputRenamed, ContractChangeKind.InputsReordered);

    public static TensorRole Output { get; } = new(
        "output", ContractChangeKind.OutputRemoved, ContractChangeKind.OutputRenamed, ContractChangeKind.OutputsReordered);
}
