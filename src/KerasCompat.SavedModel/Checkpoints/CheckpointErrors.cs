using System.Globalization;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>The errors of a checkpoint, which share their remedies.</summary>
internal static class CheckpointErrors
{
    private const string CopyAgain = "Copy the model's folder 'variables' again, or save the model again.";

    public static ModelFormatException Damaged(string path, long? offset, string problem) =>
        new(path, offset is { } at ? "byte " + at.ToString(CultureInfo.InvariantCulture) : null, problem, ModelPath.DamagedRemedy(path, CopyAgain));

    public static ModelFormatException Variable(string path, string key, string problem) => new(path, $"variable '{key}'", problem, ModelPath.DamagedRemedy(path, CopyAgain));

    public static ModelFormatException Missing(string path) => new(
        path,
        null,
        "the weights are not there",
        "Copy the model's folder whole, with its folder 'variables'.");

    public static ModelFormatException OutsideOfFile(Shard shard, string key, long offset, long length) => Variable(
        shard.Path, key, $"it must lie at bytes {offset} to {(decimal)offset + length}, but the file is {shard.Length} bytes long");

    public static ModelFormatException WrongChecksum(Shard shard, string key, long offset, long length) => Variable(
        shard.Path, key, $"the {length} bytes at byte {offset} do not have the checksum that was written with them");
}
