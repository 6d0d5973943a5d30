using Microsoft.CodeAnalysis;

namespace KerasCompat.Generator.Diagnostics;

/// <summary>Whether there is a model where the attribute says.</summary>
internal static class ModelRules
{
    private const string Category = "KerasCompat.Model";

    /// <summary>No model of the project has that path.</summary>
    public static readonly DiagnosticDescriptor NotFound = new(
        "KC0010",
        "The model was not found",
        "There is no model '{0}': no folder of that path, relative to the project, holds a saved_model.pb; {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "No model of the project has that path.",
        helpLinkUri: HelpLink.Base + "KC0010.md");

    /// <summary>The path has backslashes, a slash at its end, or leads through "." or "..".</summary>
    public static readonly DiagnosticDescriptor PathNotCanonical = new(
        "KC0011",
        "The path of the model is not written as the build writes it",
        "Model path '{0}' is understood as '{1}'; write it so: relative to the project, with forward slashes, without a slash at the end",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        description: "The path has backslashes, a slash at its end, or leads through \".\" or \"..\".",
        helpLinkUri: HelpLink.Base + "KC0011.md");

    /// <summary>A .keras file holds layers and weights that only Keras itself can build.</summary>
    public static readonly DiagnosticDescriptor KerasArchive = new(
        "KC0012",
        "The model is a .keras archive",
        "'{0}' is a .keras archive of Keras 3, not a SavedModel; in Python, write one with keras.saving.load_model(path).export(folder) and name the folder",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A .keras file holds layers and weights that only Keras itself can build.",
        helpLinkUri: HelpLink.Base + "KC0012.md");

    /// <summary>An .h5 file holds layers and weights that only Keras itself can build.</summary>
    public static readonly DiagnosticDescriptor Hdf5 = new(
        "KC0013",
        "The model is an HDF5 file",
        "'{0}' is an HDF5 file, not a SavedModel; in Python, write one with tf.keras.models.load_model(path).save(folder, save_format='tf') and name the folder",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An .h5 file holds layers and weights that only Keras itself can build.",
        helpLinkUri: HelpLink.Base + "KC0013.md");

    /// <summary>A .tflite file is made for another runtime.</summary>
    public static readonly DiagnosticDescriptor TfLite = new(
        "KC0014",
        "The model is a TensorFlow Lite file",
        "'{0}' is a TensorFlow Lite file, not a SavedModel; name the folder of the SavedModel that it was converted from",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A .tflite file is made for another runtime.",
        helpLinkUri: HelpLink.Base + "KC0014.md");

    /// <summary>A frozen graph says nothing of its inputs and outputs.</summary>
    public static readonly DiagnosticDescriptor FrozenGraph = new(
        "KC0015",
        "The model is a frozen graph",
        "'{0}' is a frozen graph without signatures, not a SavedModel; in Python, import it and write it with tf.compat.v1.saved_model.simple_save",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A frozen graph says nothing of its inputs and outputs.",
        helpLinkUri: HelpLink.Base + "KC0015.md");

    /// <summary>A checkpoint holds weights and no graph.</summary>
    public static readonly DiagnosticDescriptor Checkpoint = new(
        "KC0016",
        "The folder holds a checkpoint and no model",
        "'{0}' holds a checkpoint (weights alone) and no saved_model.pb; save the model itself with model.save(folder) and name that folder",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A checkpoint holds weights and no graph.",
        helpLinkUri: HelpLink.Base + "KC0016.md");

    /// <summary>The file is the pointer that Git LFS leaves in place of a large file.</summary>
    public static readonly DiagnosticDescriptor LfsPointer = new(
        "KC0017",
        "The model was not fetched from Git LFS",
        "'{0}' is a Git LFS pointer in place of the model; fetch the model with 'git lfs pull'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The file is the pointer that Git LFS leaves in place of a large file.",
        helpLinkUri: HelpLink.Base + "KC0017.md");

    /// <summary>The file is truncated, empty or not a SavedModel.</summary>
    public static readonly DiagnosticDescriptor Damaged = new(
        "KC0018",
        "The model is damaged",
        "The model cannot be read as a SavedModel: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The file is truncated, empty or not a SavedModel.",
        helpLinkUri: HelpLink.Base + "KC0018.md");

    /// <summary>The file exists but reading it failed.</summary>
    public static readonly DiagnosticDescriptor Unreadable = new(
        "KC0019",
        "The model could not be read",
        "The model could not be read, check that nothing holds it open: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The file exists but reading it failed.",
        helpLinkUri: HelpLink.Base + "KC0019.md");

    /// <summary>The SavedModel was saved without signatures.</summary>
    public static readonly DiagnosticDescriptor NoSignatures = new(
        "KC0020",
        "The model has no signature to call",
        "Model '{0}' has no callable signature; save it with signatures, as in tf.saved_model.save(model, folder, signatures=model.call.get_concrete_function(spec))",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The SavedModel was saved without signatures.",
        helpLinkUri: HelpLink.Base + "KC0020.md");

    /// <summary>The contract file was edited by hand or written by a newer version.</summary>
    public static readonly DiagnosticDescriptor ContractUnreadable = new(
        "KC0021",
        "The contract of the model could not be read",
        "The contract of model '{0}' could not be read: {1}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The contract file was edited by hand or written by a newer version.",
        helpLinkUri: HelpLink.Base + "KC0021.md");

    /// <summary>The tags asked for are not those of any meta graph of the model.</summary>
    public static readonly DiagnosticDescriptor TagsNotFound = new(
        "KC0022",
        "The model has no meta graph of these tags",
        "Model '{0}' has no meta graph tagged [{1}]; it has {2}",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The tags asked for are not those of any meta graph of the model.",
        helpLinkUri: HelpLink.Base + "KC0022.md");

    /// <summary>The model comes from a TensorFlow or Keras outside the range of the recorded cases.</summary>
    public static readonly DiagnosticDescriptor VersionNotVerified = new(
        "KC0023",
        "The model was written by a version that was not verified",
        "Model '{0}' was written by {1} {2}; KerasCompat was verified with {3}; compare its answers with Python's once: kerascompat verify",
        Category,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The model comes from a TensorFlow or Keras outside the range of the recorded cases.",
        helpLinkUri: HelpLink.Base + "KC0023.md");

    /// <summary>The rules of this group.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        NotFound,
        PathNotCanonical,
        KerasArchive,
        Hdf5,
        TfLite,
        FrozenGraph,
        Checkpoint,
        LfsPointer,
        Damaged,
        Unreadable,
        NoSignatures,
        ContractUnreadable,
        TagsNotFound,
        VersionNotVerified,
    ];
}
