using System.Globalization;
using KerasCompat.SavedModel;

namespace KerasCompat.Build.Models;

/// <summary>
/// Folders of versions as TensorFlow Serving keeps them: <c>NAME/1/saved_model.pb</c>, <c>NAME/2/saved_model.pb</c>, of which the one
/// with the greatest number is served (tensorflow_serving/sources/storage_path/file_system_storage_path_source.cc).
/// </summary>
internal static class ModelVersions
{
    /// <summary>The version that a folder's name states, or null when the name is no version.</summary>
    public static long? Parse(string name) =>
        long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : null;

    /// <summary>The folder of the newest version of a model, or null when the folder holds no versions.</summary>
    public static string? NewestIn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        return Directory.EnumerateDirectories(folder)
            .Where(candidate => Parse(Path.GetFileName(candidate)) is not null)
            .Where(candidate => File.Exists(Path.Combine(candidate, ModelPath.SavedModelFile)))
            .OrderByDescending(candidate => Parse(Path.GetFileName(candidate)))
            .FirstOrDefault();
    }
}
