namespace KerasCompat.SavedModel;

/// <summary>What to tell someone who passed something else than a SavedModel: the way from what they have to a SavedModel.</summary>
internal static class ModelPathRemedies
{
    public static ModelFormatException Explain(string path, ModelPathKind kind)
    {
        (string problem, string remedy) = kind switch
        {
            ModelPathKind.Missing => (
                "there is no file or folder of this name",
                "Give the folder that holds saved_model.pb."),
            ModelPathKind.EmptyFolder => (
                "the folder is empty",
                "Give the folder that holds saved_model.pb; in a clone, check that the model's files were fetched."),
            ModelPathKind.VersionsFolder => (
                "the folder holds versions of a model, not a model",
                $"Give the folder of one version, for example '{LastBelow(path)}'."),
            ModelPathKind.ParentFolder => (
                "the folder is no SavedModel, but holds one",
                $"Give the model's own folder, for example '{LastBelow(path)}'."),
            ModelPathKind.Checkpoint => (
                "this is a checkpoint: weights without the graph that uses them",
                "Load the weights into the model in Python (model.load_weights) and save it whole: model.export(folder), or model.save(folder) in Keras 2."),
            ModelPathKind.TextSavedModel => (
                "the model is in protobuf's text form (.pbtxt)",
                "Load it in Python with tf.saved_model.load and save it again with tf.saved_model.save, which writes saved_model.pb."),
            ModelPathKind.KerasArchive => (
                "this is a Keras archive (.keras), which only Keras' own Python code can run",
                "Export it in Python: keras.models.load_model(file).export(folder)."),
            ModelPathKind.Hdf5 => (
                "this is a Keras HDF5 file (.h5), which only Keras' own Python code can run",
                "Export it in Python: keras.models.load_model(file).export(folder), or .save(folder) in Keras 2."),
            ModelPathKind.TensorFlowLite => (
                "this is a TensorFlow Lite model (.tflite), from which a SavedModel cannot be restored",
                "Give the SavedModel that it was converted from."),
            ModelPathKind.Onnx => (
                "this is an ONNX model (.onnx), from which a SavedModel cannot be restored",
                "Give the SavedModel that it was converted from."),
            ModelPathKind.FrozenGraph => (
                "this is a bare graph (a frozen GraphDef), which has no signatures",
                "Give the SavedModel that it was frozen from, or import it in Python and save it with tf.saved_model.save and signatures=..."),
            ModelPathKind.GitLfsPointer => (
                "this is a Git LFS pointer, not the file itself",
                "Fetch the file with 'git lfs pull'."),
            ModelPathKind.EmptyFile => (
                "the file is empty",
                "Copy it again, or save the model again."),
            _ => (
                "this is no SavedModel",
                "Give the folder that holds saved_model.pb."),
        };
        return new ModelFormatException(path, null, problem, remedy);
    }

    private static string LastBelow(string path) => ModelPath.ModelsBelow(path)
        .OrderBy(Path.GetFileName, Comparer<string?>.Create((left, right) =>
            left!.Length != right!.Length ? left.Length.CompareTo(right.Length) : string.CompareOrdinal(left, right)))
        .Last();
}
