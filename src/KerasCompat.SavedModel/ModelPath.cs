namespace KerasCompat.SavedModel;

/// <summary>Finds out what lies at a path that was given as a model, and what to do when it is no SavedModel.</summary>
public static class ModelPath
{
    /// <summary>The file that makes a folder a SavedModel.</summary>
    public const string SavedModelFile = "saved_model.pb";

    internal const string VariablesFolder = "variables";
    internal const string VariablesIndex = "variables.index";

    /// <summary>The path of <c>saved_model.pb</c> for a model that was given by its folder or by that file.</summary>
    /// <param name="path">The path as it was given.</param>
    /// <exception cref="ModelFormatException">There is no SavedModel; the message says what there is instead and what to do.</exception>
    public static string RequireSavedModel(string path)
    {
        ModelPathKind kind = Classify(path);
        if (kind != ModelPathKind.SavedModel)
        {
            string file = Path.Combine(path, SavedModelFile);
            throw ModelPathRemedies.Explain(File.Exists(file) ? file : path, kind);
        }

        if (Directory.Exists(path))
        {
            return Path.Combine(path, SavedModelFile);
        }

        // TensorFlow finds the weights by the file's folder, and the file by its name: under another name it would be another model's.
        return Path.GetFileName(path) == SavedModelFile
            ? path
            : throw new ModelFormatException(path, null, "a SavedModel's file must be called saved_model.pb", "Rename it, or give the folder of the model.");
    }

    /// <summary>The folder of a model that was given by its folder or by <c>saved_model.pb</c>.</summary>
    /// <param name="path">The path as it was given.</param>
    /// <exception cref="ModelFormatException">There is no SavedModel; the message says what there is instead and what to do.</exception>
    internal static string RequireFolder(string path) => Path.GetDirectoryName(RequireSavedModel(path)) is { Length: > 0 } folder ? folder : ".";

    /// <summary>What lies at a path. Looks at names and first bytes; a SavedModel's content is not checked.</summary>
    /// <param name="path">The path of a file or folder.</param>
    /// <exception cref="ModelFormatException">The path cannot be read.</exception>
    public static ModelPathKind Classify(string path)
    {
        try
        {
            return Directory.Exists(path) ? ClassifyFolder(path) : File.Exists(path) ? ClassifyFile(path) : ModelPathKind.Missing;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception);
        }
    }

    internal static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception);
        }
    }

    internal static ModelFormatException Unreadable(string path, Exception cause) =>
        new(path, null, "the file cannot be read: " + cause.Message.TrimEnd('.'), "Check that it exists and that this user may read it.", cause);

    /// <summary>What to do about a file that is damaged, by how it looks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="otherwise">What to do where its looks tell nothing.</param>
    internal static string DamagedRemedy(
        string path, string otherwise = "The file is damaged or incomplete; copy it again, or save the model again.") => !File.Exists(path) ? otherwise : FileHead.OfSample(path) switch
    {
        { Kind: ModelPathKind.GitLfsPointer } => "This is a Git LFS pointer, not the file itself; fetch the file with 'git lfs pull'.",
        { LooksReencoded: true } =>
            "The file was changed by a program that took it for text; copy it again as binary (in Git, mark it as binary in .gitattributes).",
        _ => otherwise,
    };

    private static ModelPathKind ClassifyFolder(string folder)
    {
        string savedModel = Path.Combine(folder, SavedModelFile);
        if (File.Exists(savedModel))
        {
            return ClassifyFile(savedModel);
        }

        if (File.Exists(Path.Combine(folder, "saved_model.pbtxt")))
        {
            return ModelPathKind.TextSavedModel;
        }

        if (Directory.EnumerateFiles(folder, "*.index").Any() || File.Exists(Path.Combine(folder, VariablesFolder, VariablesIndex)))
        {
            return ModelPathKind.Checkpoint;
        }

        if (File.Exists(Path.Combine(folder, "model.weights.h5")))
        {
            return ModelPathKind.KerasArchive;
        }

        string[] models = ModelsBelow(folder);
        if (models.Length > 0)
        {
            return Array.TrueForAll(models, IsVersion) ? ModelPathKind.VersionsFolder : ModelPathKind.ParentFolder;
        }

        return Directory.EnumerateFileSystemEntries(folder).Any(entry => Path.GetFileName(entry)[0] != '.')
            ? ModelPathKind.Unknown
            : ModelPathKind.EmptyFolder;
    }

    /// <summary>The folders directly below that hold a SavedModel.</summary>
    internal static string[] ModelsBelow(string folder) =>
    [
        .. Directory.EnumerateDirectories(folder)
            .Where(below => File.Exists(Path.Combine(below, SavedModelFile)))
            .OrderBy(below => below, StringComparer.Ordinal),
    ];

    private static bool IsVersion(string folder) => Path.GetFileName(folder).All(unit => unit is >= '0' and <= '9');

    private static ModelPathKind ClassifyFile(string file)
    {
        ModelPathKind kind = FileHead.OfMagic(file).Kind;
        return kind != ModelPathKind.Unknown ? kind : Path.GetExtension(file).ToUpperInvariant() switch
        {
            ".ONNX" => ModelPathKind.Onnx,
            ".INDEX" or ".CKPT" => ModelPathKind.Checkpoint,
            ".PBTXT" => ModelPathKind.TextSavedModel,
            // What the name promises is taken for true, so that a damaged file is reported as damaged and not as something else.
            ".PB" => ModelPathKind.SavedModel,
            _ => ModelPathKind.Unknown,
        };
    }
}
