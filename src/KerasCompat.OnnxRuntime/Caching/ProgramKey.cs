using System.Security.Cryptography;
using System.Text;
using KerasCompat.Contracts;
using KerasCompat.Onnx;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>What a kept program depends on: the model's content and place, the part of it, and the programs that translated it.</summary>
/// <param name="Hash">SHA-256 of all that, in hexadecimal.</param>
internal readonly record struct ProgramKey(string Hash)
{
    private const string InitializationPart = "\0initialisation";

    /// <summary>The key of a signature's program.</summary>
    /// <param name="modelFolder">The model's folder; programs name its asset files by their full paths.</param>
    /// <param name="contract">The model's contract, with a fingerprint.</param>
    /// <param name="signatureKey">The signature; null for the initialisation.</param>
    public static ProgramKey Of(string modelFolder, ModelContract contract, string? signatureKey)
    {
        var text = new StringBuilder();
        foreach (string part in (ReadOnlySpan<string>)
            [
                typeof(ModelTranslation).Module.ModuleVersionId.ToString(),
                typeof(ProgramKey).Module.ModuleVersionId.ToString(),
                typeof(KerasCompat.SavedModel.Graph.SavedModelGraph).Module.ModuleVersionId.ToString(),
                Path.GetFullPath(modelFolder),
                contract.Fingerprint!,
                .. contract.Tags,
                signatureKey ?? InitializationPart,
            ])
        {
            // Lengths keep apart what would otherwise run together.
            text.Append(part.Length).Append(':').Append(part);
        }

        return new ProgramKey(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()))));
    }
}
