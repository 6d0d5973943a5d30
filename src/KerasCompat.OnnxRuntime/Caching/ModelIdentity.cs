using System.Security.Cryptography;
using KerasCompat.SavedModel;
using KerasCompat.SavedModel.Keras;
using Microsoft.Win32.SafeHandles;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>What a model is, for entries that are kept of it: its content, and the version of this library that reads it.</summary>
/// <remarks>The place of its folder does not count: a copy of a model is the same model.</remarks>
internal sealed class ModelIdentity
{
    private const string ContractPart = "contract";
    private const string SignaturePart = "signature";
    private const string InitializationPart = "initialisation";

    // A thread is not worth its while for less.
    private const long SmallestToDivide = 512 << 10;

    private readonly string _content;

    private ModelIdentity(string content) => _content = content;

    /// <summary>The key of the model's <see cref="ModelEntry"/>.</summary>
    public EntryKey Contract => EntryKey.Of(_content, ContractPart);

    /// <summary>Reads the files that decide what a model is; weights count by their checksums, which are in the checkpoint's index.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="tags">The tags of the meta graph; null for the usual one.</param>
    /// <param name="meanwhile">What is begun as soon as the files are being read; null for nothing.</param>
    /// <exception cref="ModelFormatException">A file cannot be read.</exception>
    public static ModelIdentity Of(string folder, IReadOnlyList<string>? tags, Action? meanwhile = null)
    {
        EntryKey content = EntryKey.Of(
            [
                SavedModel.SourceVersion.Hash,
                Onnx.SourceVersion.Hash,
                SourceVersion.Hash,
                Hash(Path.Combine(folder, ModelPath.SavedModelFile), meanwhile),
                HashIfThere(Path.Combine(folder, ModelPath.VariablesFolder, ModelPath.VariablesIndex)),
                HashIfThere(Path.Combine(folder, KerasMetadata.FileName)),
                tags is null ? "" : "tags",
                .. (tags ?? []).Distinct().Order(StringComparer.Ordinal),
            ]);
        return new ModelIdentity(content.Hash);
    }

    /// <summary>The key of a program.</summary>
    /// <param name="signatureKey">The signature; null for the initialisation.</param>
    /// <param name="target">What its graphs are made for.</param>
    public EntryKey Program(string? signatureKey, string target) =>
        EntryKey.Of(_content, signatureKey is null ? InitializationPart : SignaturePart, signatureKey ?? "", target);

    private static string HashIfThere(string path) => File.Exists(path) ? Hash(path) : "";

    /// <summary>
    /// The hash of a file, or those of its halves if it is large, made at the same time: a load from the cache takes as long for the hash of a
    /// graph as for all the rest.
    /// </summary>
    private static string Hash(string path, Action? meanwhile = null)
    {
        using FileStream file = ModelPath.Open(path);
        SafeFileHandle handle = file.SafeFileHandle;
        try
        {
            long length = file.Length, half = length / 2;
            if (length < SmallestToDivide)
            {
                meanwhile?.Invoke();
                return Hash(handle, 0, length);
            }

            Task<string> second = Task.Run(() => Hash(handle, half, length));
            meanwhile?.Invoke();
            return Hash(handle, 0, half) + second.GetAwaiter().GetResult();
        }
        catch (IOException e)
        {
            throw ModelPath.Unreadable(path, e);
        }
    }

    private static string Hash(SafeFileHandle file, long start, long end)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] piece = new byte[64 << 10];
        for (long at = start; at < end;)
        {
            int count = RandomAccess.Read(file, piece.AsSpan(0, (int)Math.Min(piece.Length, end - at)), at);
            if (count == 0)
            {
                throw new EndOfStreamException("It became shorter while it was read.");
            }

            hash.AppendData(piece, 0, count);
            at += count;
        }

        return HashText.Of(hash.GetHashAndReset());
    }
}
