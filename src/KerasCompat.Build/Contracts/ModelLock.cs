using KerasCompat.Build.Models;
using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Build.Contracts;

/// <summary>The committed contract of a model: the client is generated from it, and the build compares the model with it.</summary>
internal static class ModelLock
{
    /// <summary>Whether a contract is committed for the model.</summary>
    public static bool IsThere(ModelLocation model) => File.Exists(model.LockFile);

    /// <summary>
    /// Whether the model itself is there to be compared: neither left out of the clone, nor present only as the pointer that Git LFS
    /// leaves in place of a file that was not fetched.
    /// </summary>
    public static bool HasModel(ModelLocation model)
    {
        try
        {
            return ModelPath.Classify(model.Folder) is not (ModelPathKind.Missing or ModelPathKind.EmptyFolder or ModelPathKind.GitLfsPointer);
        }
        catch (ModelFormatException)
        {
            // What cannot be read is there all the same: reading it says why it cannot.
            return true;
        }
    }

    /// <summary>The committed contract.</summary>
    /// <exception cref="ModelFormatException">The file is no contract.</exception>
    public static ModelContract Read(ModelLocation model) => ContractJson.Read(File.ReadAllText(model.LockFile), model.LockFile);
}
