using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Cli.Comparison;

/// <summary>Gets the contract of whatever a caller names: a model folder, or a contract that was written before.</summary>
internal static class ContractSource
{
    /// <summary>The contract of a path.</summary>
    /// <param name="path">A model folder, its <c>saved_model.pb</c>, or a <c>NAME.contract.json</c>.</param>
    /// <param name="tags">The tag set of the meta graph of a model; null for the usual one.</param>
    /// <exception cref="ModelFormatException">There is neither, or it is damaged.</exception>
    public static ModelContract Read(string path, IReadOnlyCollection<string>? tags)
    {
        if (!path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || Directory.Exists(path))
        {
            return ContractFactory.Create(SavedModelReader.Read(path), tags);
        }

        try
        {
            return ContractJson.Read(File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelFormatException(path, null, "does not exist", "Give a model folder or a contract file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(path, null, "cannot be read", error.Message, error);
        }
    }
}
