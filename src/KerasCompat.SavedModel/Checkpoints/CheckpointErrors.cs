using System.Globalization;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>The errors of a checkpoint, which share their remedies.</summary>
internal static class CheckpointErrors
{
    private const string CopyAgain = "Copy the model's folder 'variables' again, or save the model again.";

    public static ModelFormatException Damaged(string path, long? offset, string problem) =>
        new(path, offset is { } at ? "byte " + at.ToString(CultureInfo.InvariantCulture) : null, problem, CopyAgain);

    public static ModelFormatException Variable(string path, string key, string problem) => new(path, $"variable '{key}'", problem, CopyAgain);

    public static ModelFormatException Missing(string path) => new(
        path,
        null,
        "the weights are not there",
        "Copy the model's folder whole, with its folder 'variables'.");
}
