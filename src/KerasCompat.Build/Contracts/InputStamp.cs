using System.Globalization;
using System.Text;
using KerasCompat.Build.Models;

namespace KerasCompat.Build.Contracts;

/// <summary>
/// Tells whether the files that a contract follows from are still those that it was read from. Sizes and times are compared for
/// equality, not for order: a model put back to an older version is another model, too.
/// </summary>
internal static class InputStamp
{
    /// <summary>The stamp of a model as it lies now.</summary>
    public static string Of(ModelLocation model)
    {
        var stamp = new StringBuilder(model.Folder);
        foreach (string path in InputsOf(model))
        {
            stamp.Append('|').Append(Of(path));
        }

        return stamp.ToString();
    }

    // The folder itself tells when a file was added to it or taken away.
    private static IEnumerable<string> InputsOf(ModelLocation model) =>
    [
        model.Folder,
        model.SavedModel,
        Path.Combine(model.Folder, "keras_metadata.pb"),
        Path.Combine(model.Folder, "variables", "variables.index"),
        model.LockFile,
    ];

    /// <summary>The stamp of a file or folder as it lies now.</summary>
    public static string Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? string.Format(CultureInfo.InvariantCulture, "{0}:{1}", file.Length, file.LastWriteTimeUtc.Ticks)
            : Directory.Exists(path) ? Directory.GetLastWriteTimeUtc(path).Ticks.ToString(CultureInfo.InvariantCulture)
            : "-";
    }
}
