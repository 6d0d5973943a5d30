using KerasCompat.SavedModel;

namespace KerasCompat.Build.Models;

/// <summary>The files of a SavedModel that a program needs: the layout of tensorflow/cc/saved_model/constants.h, and Keras' metadata.</summary>
internal static class ModelFiles
{
    private static readonly string[] Files = [ModelPath.SavedModelFile, "keras_metadata.pb", "fingerprint.pb"];
    private static readonly string[] Folders = ["variables", "assets"];

    /// <summary>Paths relative to the model's folder, with forward slashes, sorted; empty when the folder is not there.</summary>
    public static IEnumerable<string> In(string modelFolder)
    {
        foreach (string file in Files)
        {
            if (File.Exists(Path.Combine(modelFolder, file)))
            {
                yield return file;
            }
        }

        foreach (string folder in Folders)
        {
            string path = Path.Combine(modelFolder, folder);
            if (!Directory.Exists(path))
            {
                continue;
            }

            IEnumerable<string> inside = Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories);
            foreach (string file in inside.OrderBy(file => file, StringComparer.Ordinal))
            {
                yield return ProjectPaths.Relative(modelFolder, file);
            }
        }
    }
}
