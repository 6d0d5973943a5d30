using KerasCompat.Build.Models;
using KerasCompat.Contracts;
using KerasCompat.SavedModel;

namespace KerasCompat.Build.Contracts;

/// <summary>Writes a model's committed contract anew, which accepts the model as it is.</summary>
internal static class LockUpdate
{
    /// <summary>Writes the contract of the meta graph that the committed contract was of, or of the usual one where there was none.</summary>
    /// <returns>Whether the file changed.</returns>
    /// <exception cref="ModelFormatException">The model cannot be read.</exception>
    public static bool Write(ModelLocation model)
    {
        ModelContract? before = ReadBefore(model);
        ModelContract now = ContractFactory.Create(SavedModelReader.Read(model.Folder), before?.Tags, withFingerprint: false);
        return TextFiles.WriteIfDifferent(model.LockFile, ContractJson.Write(before is null ? now : GivenNames.Keep(before, now)));
    }

    // A file that is no contract, perhaps after a merge that failed, is what an update repairs.
    private static ModelContract? ReadBefore(ModelLocation model)
    {
        try
        {
            return ModelLock.IsThere(model) ? ModelLock.Read(model) : null;
        }
        catch (ModelFormatException)
        {
            return null;
        }
    }
}
