using KerasCompat.Build.Models;
using KerasCompat.Contracts;
using KerasCompat.Contracts.Json;

namespace KerasCompat.Build.Contracts;

/// <summary>Why a model has no contract, as the compiler is told.</summary>
/// <param name="Kind">One of <see cref="BuildErrorKinds"/>.</param>
/// <param name="Path">The file or folder concerned.</param>
/// <param name="Message">What was wrong and what to do.</param>
internal sealed record ModelProblem(string Kind, string Path, string Message)
{
    private const int MagicLength = 24;

    /// <summary>The problem that an exception reports; it is one of those that a model on disk can cause.</summary>
    public static ModelProblem From(Exception exception, string modelFolder) => exception switch
    {
        ModelFormatException { Path: not "" } format => new(KindOf(modelFolder), format.Path, format.Message),
        ModelFormatException format => new(KindOf(modelFolder), modelFolder, format.Message),
        _ => new(BuildErrorKinds.Unreadable, modelFolder, $"{modelFolder}: cannot be read. {exception.Message}"),
    };

    /// <summary>Whether an exception says something of the files on disk, and nothing of a mistake in this program.</summary>
    public static bool IsReported(Exception exception) =>
        exception is ModelFormatException or IOException or UnauthorizedAccessException or System.Security.SecurityException;

    /// <summary>The error as the text of the file that stands in place of a contract (<see cref="BuildItems.ErrorMetadata"/>).</summary>
    public string ToJson() => string.Join(
        "\n",
        $"{{\"{BuildItems.ErrorProperty}\": {{",
        $"  \"{BuildItems.ErrorKindProperty}\": {JsonText.Quote(Kind)},",
        $"  \"{BuildItems.ErrorPathProperty}\": {JsonText.Quote(Path)},",
        $"  \"{BuildItems.ErrorMessageProperty}\": {JsonText.Quote(Message)}",
        "}}",
        "");

    // The reader's message says all of this in words; the generator needs it as one word, to choose its diagnostic.
    private static string KindOf(string modelFolder)
    {
        if (File.Exists(modelFolder))
        {
            return KindOfFile(modelFolder);
        }

        string savedModel = System.IO.Path.Combine(modelFolder, ModelLocation.SavedModelFile);
        if (File.Exists(savedModel))
        {
            return StartsWith(Magic(savedModel), 0, "version https://git-lfs") ? BuildErrorKinds.LfsPointer : BuildErrorKinds.Damaged;
        }

        return Directory.Exists(modelFolder) && Directory.EnumerateFiles(modelFolder, "*.index", SearchOption.AllDirectories).Any()
            ? BuildErrorKinds.Checkpoint
            : BuildErrorKinds.NotFound;
    }

    private static string KindOfFile(string file)
    {
        byte[] magic = Magic(file);
        return StartsWith(magic, 0, "PK") ? BuildErrorKinds.KerasArchive
            : StartsWith(magic, 1, "HDF") ? BuildErrorKinds.Hdf5
            : StartsWith(magic, 4, "TFL3") ? BuildErrorKinds.TfLite
            : file.EndsWith(".pb", StringComparison.OrdinalIgnoreCase) ? BuildErrorKinds.FrozenGraph
            : BuildErrorKinds.NotFound;
    }

    private static byte[] Magic(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            byte[] magic = new byte[MagicLength];
            int length = stream.Read(magic, 0, magic.Length);
            return [.. magic.Take(length)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool StartsWith(byte[] bytes, int offset, string ascii) =>
        bytes.Length >= offset + ascii.Length && ascii.Select((letter, i) => bytes[offset + i] == letter).All(equal => equal);
}
