using KerasCompat.Contracts;

namespace KerasCompat.Build.Contracts;

/// <summary>
/// The C# names that a committed contract gives to inputs and outputs. They are the caller's choice, of which the model knows nothing:
/// a contract read from the model takes them over, so that they count neither as a change nor get lost in an update.
/// </summary>
internal static class GivenNames
{
    /// <summary>A contract with the names that a committed one gives.</summary>
    public static ModelContract Keep(ModelContract committed, ModelContract contract) => contract with
    {
        Signatures = new(contract.Signatures.Select(signature => committed.FindSignature(signature.Key) is { } old
            ? signature with { Inputs = Keep(old.Inputs, signature.Inputs), Outputs = Keep(old.Outputs, signature.Outputs) }
            : signature)),
    };

    private static EquatableArray<TensorContract> Keep(EquatableArray<TensorContract> committed, EquatableArray<TensorContract> tensors) =>
        new(tensors.Select(tensor => tensor with { Name = committed.FirstOrDefault(old => old.Key == tensor.Key)?.Name }));
}
