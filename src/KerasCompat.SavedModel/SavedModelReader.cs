namespace KerasCompat.SavedModel;

/// <summary>
/// Reads what a SavedModel tells about itself outside its graph and its weights: tags, versions, signatures, Keras' metadata.
/// </summary>
/// <remarks>
/// Streams through <c>saved_model.pb</c> and passes the graph by seeking, so that time and memory depend on the signatures and not on
/// the size of the model. A model is untrusted input: lengths are checked before anything is allocated, nesting is bounded.
/// </remarks>
public static class SavedModelReader
{
    /// <summary>Reads the model in a folder.</summary>
    /// <param name="modelFolder">The folder that holds <c>saved_model.pb</c>, or the path of that file itself.</param>
    /// <exception cref="ModelFormatException">
    /// The path is missing, is something else than a SavedModel (a .keras or .h5 file, a frozen graph, a checkpoint, ...: the remedy says
    /// how to get a SavedModel from it), or holds a damaged one.
    /// </exception>
    public static SavedModelInfo Read(string modelFolder)
    {
        string path = ModelPath.RequireSavedModel(modelFolder);
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        SavedModelContent content;
        using (var reader = new Wire.WireReader(ModelPath.Open(path), path))
        {
            content = SavedModelParser.Parse(reader);
        }

        return new SavedModelInfo(folder, content.MetaGraphs, Keras.KerasMetadata.Read(folder, content));
    }
}
