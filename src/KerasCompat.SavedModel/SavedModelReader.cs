namespace KerasCompat.SavedModel;

/// <summary>
/// Reads what a SavedModel tells about itself outside its graph and its weights: tags, versions, signatures, Keras' metadata.
/// </summary>
/// <remarks>
/// Streams through <c>saved_model.pb</c> once and passes the graph, or all of it but the names of its nodes, by seeking: time and memory
/// depend on the signatures and not on the size of the model. A model is untrusted input: lengths are checked before anything is allocated, nesting is bounded.
/// </remarks>
public static class SavedModelReader
{
    /// <summary>Reads the model in a folder.</summary>
    /// <param name="modelFolder">The folder that holds <c>saved_model.pb</c>, or the path of that file itself.</param>
    /// <param name="withOps">
    /// Whether to tell which ops each signature needs (<see cref="SignatureInfo.Ops"/>), so that a build can say what an engine lacks before
    /// the program runs. Time and memory then depend on the number of nodes, too; constants are passed by seeking.
    /// </param>
    /// <exception cref="ModelFormatException">
    /// The path is missing, is something else than a SavedModel (a .keras or .h5 file, a frozen graph, a checkpoint, ...: the remedy says
    /// how to get a SavedModel from it), or holds a damaged one.
    /// </exception>
    public static SavedModelInfo Read(string modelFolder, bool withOps = false)
    {
        string folder = ModelPath.RequireFolder(modelFolder);
        string path = Path.Combine(folder, ModelPath.SavedModelFile);
        SavedModelContent content;
        using (var reader = new Wire.WireReader(ModelPath.Open(path), path))
        {
            content = SavedModelParser.Parse(reader, withOps);
        }

        return new SavedModelInfo(folder, content.MetaGraphs, Keras.KerasMetadata.Read(folder, content));
    }
}
