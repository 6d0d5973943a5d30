using KerasCompat.Contracts;
using KerasCompat.Contracts.Json;
using KerasCompat.SavedModel;

namespace KerasCompat.Build.Contracts;

/// <summary>Why a model has no contract, as the compiler is told.</summary>
/// <param name="Kind">One of <see cref="BuildErrorKinds"/>.</param>
/// <param name="Path">The file or folder concerned.</param>
/// <param name="Message">What was wrong and what to do.</param>
internal sealed record ModelProblem(string Kind, string Path, string Message)
{
    /// <summary>The problem that an exception reports; it is one of those that a model on disk can cause.</summary>
    public static ModelProblem From(Exception exception, string modelFolder) => exception switch
    {
        ModelFormatException format => new(KindOf(modelFolder), format.Path is "" ? modelFolder : format.Path, format.Message),
        _ => new(BuildErrorKinds.Unreadable, modelFolder, $"{modelFolder}: cannot be read. {exception.Message}"),
    };

    /// <summary>The problem of a model without a signature that can be called.</summary>
    public static ModelProblem NoSignatures(string modelFolder) => new(
        BuildErrorKinds.NoSignatures,
        modelFolder,
        $"{modelFolder}: the model has no signature that can be called. "
        + "Save it with one: model.export(path) in Keras 3, model.save(path) in Keras 2, or tf.saved_model.save(module, path, signatures=...).");

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
        try
        {
            return KindOf(ModelPath.Classify(modelFolder));
        }
        catch (ModelFormatException)
        {
            return BuildErrorKinds.Unreadable;
        }
    }

    private static string KindOf(ModelPathKind kind) => kind switch
    {
        ModelPathKind.KerasArchive => BuildErrorKinds.KerasArchive,
        ModelPathKind.Hdf5 => BuildErrorKinds.Hdf5,
        ModelPathKind.TensorFlowLite => BuildErrorKinds.TfLite,
        ModelPathKind.FrozenGraph => BuildErrorKinds.FrozenGraph,
        ModelPathKind.Checkpoint => BuildErrorKinds.Checkpoint,
        ModelPathKind.GitLfsPointer => BuildErrorKinds.LfsPointer,
        ModelPathKind.SavedModel or ModelPathKind.EmptyFile => BuildErrorKinds.Damaged,
        ModelPathKind.Missing or ModelPathKind.EmptyFolder or ModelPathKind.ParentFolder => BuildErrorKinds.NotFound,
        _ => BuildErrorKinds.Unreadable,
    };
}
