namespace KerasCompat.Contracts;

/// <summary>
/// Why a model has no contract, as the build tells the generator (<see cref="BuildItems.ErrorKindProperty"/>). The generator turns
/// each into its own diagnostic at the attribute; a kind that it does not know becomes <see cref="Unreadable"/>.
/// </summary>
public static class BuildErrorKinds
{
    /// <summary>There is nothing at the path, or a folder without <c>saved_model.pb</c>.</summary>
    public const string NotFound = "not_found";

    /// <summary>The file is a <c>.keras</c> archive (Keras 3).</summary>
    public const string KerasArchive = "keras_archive";

    /// <summary>The file is HDF5 (<c>.h5</c>).</summary>
    public const string Hdf5 = "hdf5";

    /// <summary>The file is a TensorFlow Lite model (<c>.tflite</c>).</summary>
    public const string TfLite = "tflite";

    /// <summary>The file is a frozen graph: a bare <c>GraphDef</c>.</summary>
    public const string FrozenGraph = "frozen_graph";

    /// <summary>The folder holds a checkpoint (<c>.index</c>, <c>.data-*</c>) and no <c>saved_model.pb</c>.</summary>
    public const string Checkpoint = "checkpoint";

    /// <summary>The <c>saved_model.pb</c> is a Git LFS pointer: the model itself was not fetched.</summary>
    public const string LfsPointer = "lfs_pointer";

    /// <summary>The <c>saved_model.pb</c> is damaged: truncated, empty or not a SavedModel at all.</summary>
    public const string Damaged = "damaged";

    /// <summary>The file exists but could not be read (rights, locks, I/O errors), or was not understood for any other reason.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The model was read and has no signature that can be called.</summary>
    public const string NoSignatures = "no_signatures";

    /// <summary>The model has no meta graph with the tags that were asked for.</summary>
    public const string TagsNotFound = "tags_not_found";
}
