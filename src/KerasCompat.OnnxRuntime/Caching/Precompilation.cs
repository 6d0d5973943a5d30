using KerasCompat.Contracts;
using KerasCompat.Onnx.Program;
using KerasCompat.OnnxRuntime.Layout;
using KerasCompat.OnnxRuntime.Loading;
using KerasCompat.SavedModel;

namespace KerasCompat.OnnxRuntime.Caching;

/// <summary>
/// Translates a model before it is loaded, for any machine. What it writes is used from the folder <see cref="ShippedFolder.Name"/> of the
/// model by the same version of this library, and by no other. Needs nothing of ONNX Runtime's native library.
/// </summary>
internal static class Precompilation
{
    /// <summary>Writes the programs of a model: of each of its signatures, and of its initialisation.</summary>
    /// <param name="modelFolder">The folder that holds <c>saved_model.pb</c>, or the path of that file itself.</param>
    /// <param name="folder">The folder to write to; made when it is not there.</param>
    /// <returns>For each signature that cannot be translated, why.</returns>
    /// <exception cref="ModelFormatException">There is no SavedModel, or it is damaged.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string modelFolder, string folder)
    {
        SavedModelInfo info = SavedModelReader.Read(modelFolder);
        var entries = new EntryFolder(folder);
        var problems = new List<string>();
        foreach (IReadOnlyList<string>? tags in TagSets(info))
        {
            Write(info.Path, tags, entries, problems);
        }

        return problems;
    }

    // Clients of the usual meta graph state no tags, those of others do.
    private static IEnumerable<IReadOnlyList<string>?> TagSets(SavedModelInfo info) =>
        [null, .. info.MetaGraphs.Select(metaGraph => metaGraph.Tags).Where(tags => tags is not ["serve"])];

    private static void Write(string path, IReadOnlyList<string>? tags, EntryFolder entries, List<string> problems)
    {
        ModelIdentity identity = ModelIdentity.Of(path, tags);
        using SavedModelPrograms programs = SavedModelPrograms.Open(path, tags);
        Keep(entries, identity.Contract, new ModelEntry(programs.Contract, programs.Checksums()).Write());
        foreach (SignatureContract signature in programs.Contract.Signatures)
        {
            Write(signature.Key, () => programs.Translate(signature.Key));
        }

        Write(null, () => programs.Initialization);

        void Write(string? signatureKey, Func<SignatureProgram?> translate)
        {
            try
            {
                SignatureProgram? program = translate() is { } translated ? OnnxImages.Of(translated, ChannelBlock.None) : null;
                Keep(entries, identity.Program(signatureKey, GraphTarget.Any), ProgramEntry.Write(program));
            }
            catch (KerasCompatException e)
            {
                // Whoever calls it is told when it is called, as without precompilation.
                problems.Add($"{path}, {(signatureKey is null ? "initialisation" : $"signature '{signatureKey}'")}: {e.Message}");
            }
        }
    }

    private static void Keep(EntryFolder entries, EntryKey key, EntryWriter content)
    {
        if (!entries.Write(key, content))
        {
            throw new IOException($"'{entries.Folder}' cannot be written to.");
        }
    }
}
