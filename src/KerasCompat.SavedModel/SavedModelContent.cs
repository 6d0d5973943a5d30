namespace KerasCompat.SavedModel;

/// <summary>What <c>saved_model.pb</c> itself holds.</summary>
/// <param name="MetaGraphs">Its meta graphs; at least one.</param>
/// <param name="RootMetadata">
/// The JSON that Keras before 2.5 put into the root of the saved object graph; later versions write it to <c>keras_metadata.pb</c>.
/// </param>
/// <param name="RootChildren">The attributes of the root of the saved object graph.</param>
internal sealed record SavedModelContent(
    IReadOnlyList<MetaGraphInfo> MetaGraphs,
    string? RootMetadata,
    IReadOnlyCollection<string> RootChildren);
