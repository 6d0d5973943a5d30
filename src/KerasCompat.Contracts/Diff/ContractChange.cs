namespace KerasCompat.Contracts;

/// <summary>One difference between two contracts.</summary>
/// <param name="Kind">What differs.</param>
/// <param name="IsBreaking">
/// Whether a program that compiled and ran against the old contract could fail or change meaning against the new one.
/// </param>
/// <param name="Signature">The key of the signature concerned; null where the model as a whole is.</param>
/// <param name="Tensor">The key of the input or output concerned, as the old contract has it where it does; null where none is.</param>
/// <param name="Text">The difference in one readable line: <c>input 'label_input': float32[?,2] -> float32[?,3]</c>.</param>
public sealed record ContractChange(ContractChangeKind Kind, bool IsBreaking, string? Signature, string? Tensor, string Text)
{
    /// <summary>The line with the signature in front.</summary>
    public override string ToString() => Signature is null ? Text : $"signature '{Signature}': {Text}";
}
