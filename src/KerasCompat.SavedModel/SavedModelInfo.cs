namespace KerasCompat.SavedModel;

/// <summary>What a SavedModel tells about itself outside its graph and its weights.</summary>
/// <param name="Path">The folder of the model.</param>
/// <param name="MetaGraphs">Its meta graphs in the order of the file; at least one.</param>
/// <param name="Keras">What Keras recorded; null where Keras did not write the model or recorded nothing.</param>
public sealed record SavedModelInfo(string Path, IReadOnlyList<MetaGraphInfo> MetaGraphs, KerasInfo? Keras)
{
    /// <summary>
    /// SHA-256 of <c>saved_model.pb</c> and of the checkpoint index, which holds a checksum of every weight: changes whenever graph or
    /// weights do. Reads both files whole, unlike <see cref="SavedModelReader.Read"/>.
    /// </summary>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    /// <exception cref="ModelFormatException">A file cannot be read.</exception>
    public string ComputeFingerprint() => ModelFingerprint.Compute(Path);
}
