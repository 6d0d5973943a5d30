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
        foreach (string file in InputsOf(model))
        {
            var info = new FileInfo(file);
            stamp.Append('|').Append(file.Length == 0 || !info.Exists
                ? "-"
                : string.Format(CultureInfo.InvariantCulture, "{0}:{1}", info.Length, info.LastWriteTimeUtc.Ticks));
        }

        return stamp.ToString();
    }

    private static IEnumerable<string> InputsOf(ModelLocation model) =>
    [
        model.SavedModel,
        Path.Combine(model.Folder, "keras_metadata.pb"),
        Path.Combine(model.Folder, "variables", "variables.index"),
        model.LockFile,
    ];
}
