namespace KerasCompat.SavedModel;

/// <summary>What lies at a path that was given as a model.</summary>
public enum ModelPathKind
{
    /// <summary>A folder with <c>saved_model.pb</c>, or that file.</summary>
    SavedModel,
    /// <summary>Nothing.</summary>
    Missing,
    /// <summary>A folder without any file.</summary>
    EmptyFolder,
    /// <summary>A folder of TensorFlow Serving: models in folders named by their version.</summary>
    VersionsFolder,
    /// <summary>A folder that holds a SavedModel in one of its folders.</summary>
    ParentFolder,
    /// <summary>A checkpoint: weights without a graph.</summary>
    Checkpoint,
    /// <summary>A SavedModel in protobuf's text form, <c>saved_model.pbtxt</c>.</summary>
    TextSavedModel,
    /// <summary>A Keras 3 archive, <c>.keras</c>.</summary>
    KerasArchive,
    /// <summary>A Keras HDF5 file, <c>.h5</c>.</summary>
    Hdf5,
    /// <summary>A TensorFlow Lite model, <c>.tflite</c>.</summary>
    TensorFlowLite,
    /// <summary>An ONNX model, <c>.onnx</c>.</summary>
    Onnx,
    /// <summary>A bare <c>GraphDef</c>, usually a frozen graph.</summary>
    FrozenGraph,
    /// <summary>A Git LFS pointer in the place of a file that was not fetched.</summary>
    GitLfsPointer,
    /// <summary>A file without content.</summary>
    EmptyFile,
    /// <summary>Anything else.</summary>
    Unknown,
}
