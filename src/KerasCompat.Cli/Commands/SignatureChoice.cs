using KerasCompat.Contracts;

namespace KerasCompat.Cli.Commands;

/// <summary>Chooses the signature that a command works on.</summary>
internal static class SignatureChoice
{
    private const string Default = "serving_default";

    /// <summary>The signature of a key; without one <c>serving_default</c>, or the only one.</summary>
    /// <param name="model">The model, for messages.</param>
    /// <param name="contract">Its contract.</param>
    /// <param name="key">The key; null where none was given.</param>
    /// <exception cref="UsageException">There is none of the key, or none can be chosen without one.</exception>
    public static SignatureContract Choose(string model, ModelContract contract, string? key)
    {
        if (contract.Signatures.Count == 0)
        {
            throw new UsageException(model, "has no signature that can be called", "Save the model again with signatures=..., see tf.saved_model.save.");
        }

        SignatureContract? chosen = contract.FindSignature(key ?? Default) ?? (key is null && contract.Signatures.Count == 1 ? contract.Signatures[0] : null);
        return chosen ?? throw new UsageException(
            model,
            key is null ? "has several signatures" : $"has no signature '{key}'",
            $"Choose one with --signature: {string.Join(", ", contract.Signatures.Select(s => s.Key))}.");
    }
}
