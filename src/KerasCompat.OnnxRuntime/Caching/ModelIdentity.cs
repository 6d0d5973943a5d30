using System.Security.Cryptography;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Keras;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>What a model is, for entries that are kept of it: its content, and the version of this library that reads it.</summary>
/// <remarks>The place of its folder does not count: a copy of a model is the same model.</remarks>
internal sealed class ModelIdentity
{
    private const string ContractPart = "contract";
    private const string SignaturePart = "signature";
    private const string InitializationPart = "initialisation";

    private readonly string _content;

    private ModelIdentity(string fingerprint, string content)
    {
        Fingerprint = fingerprint;
        _content = content;
    }

    /// <summary>The model's fingerprint, as its contract states it.</summary>
    public string Fingerprint { get; }

    /// <summary>The key of the model's <see cref="ModelEntry"/>.</summary>
    public EntryKey Contract => EntryKey.Of(_content, ContractPart);

    /// <summary>Reads the files that decide what a model is; weights count by their checksums, which are in the checkpoint's index.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="tags">The tags of the meta graph; null for the usual one.</param>
    /// <exception cref="ModelFormatException">A file cannot be read.</exception>
    public static ModelIdentity Of(string folder, IReadOnlyList<string>? tags)
    {
        string fingerprint = ModelFingerprint.Compute(folder);
        string metadata = Path.Combine(folder, KerasMetadata.FileName);
        EntryKey content = EntryKey.Of(
            [
                SavedModel.SourceVersion.Hash,
                Onnx.SourceVersion.Hash,
                SourceVersion.Hash,
                fingerprint,
                File.Exists(metadata) ? Convert.ToHexStringLower(Hash(metadata)) : "",
                tags is null ? "" : "tags",
                .. (tags ?? []).Distinct().Order(StringComparer.Ordinal),
            ]);
        return new ModelIdentity(fingerprint, content.Hash);
    }

    /// <summary>The key of a program.</summary>
    /// <param name="signatureKey">The signature; null for the initialisation.</param>
    /// <param name="target">What its graphs are made for.</param>
    public EntryKey Program(string? signatureKey, string target) =>
        EntryKey.Of(_content, signatureKey is null ? InitializationPart : SignaturePart, signatureKey ?? "", target);

    private static byte[] Hash(string path)
    {
        using FileStream file = ModelPath.Open(path);
        try
        {
            return SHA256.HashData(file);
        }
        catch (IOException e)
        {
            throw ModelPath.Unreadable(path, e);
        }
    }
}
