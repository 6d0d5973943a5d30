using KerasCompat.Contracts;

namespace KerasCompat.Generator.Parsing;

/// <summary>
/// Contracts reduced to what is compared: without the names in C# that a user wrote into them and no model knows, and without the names
/// of graph tensors, which no caller sees and every training may change.
/// </summary>
internal static class PlainContract
{
    /// <summary>What is compared of a contract.</summary>
    public static ModelContract Of(ModelContract contract) =>
        contract with { Fingerprint = null, Signatures = new(contract.Signatures.Select(Of)) };

    private static SignatureContract Of(SignatureContract signature) =>
        signature with { Inputs = Of(signature.Inputs), Outputs = Of(signature.Outputs) };

    private static EquatableArray<TensorContract> Of(EquatableArray<TensorContract> tensors) =>
        new(tensors.Select(tensor => tensor with { Name = null, GraphTensors = default }));
}
