namespace KerasCompat.SavedModel;

/// <summary>One meta graph of a SavedModel: a graph for one purpose, found by its tags.</summary>
/// <param name="Tags">Its tag set in the order of the file; <c>["serve"]</c> for nearly all models; may be empty.</param>
/// <param name="TensorFlowVersion">The version of TensorFlow that wrote it, for example <c>2.15.1</c>; null where it does not tell.</param>
/// <param name="Signatures">All its signatures, sorted by key (ordinal), those that are not for callers (<c>__saved_model...</c>) included.</param>
/// <param name="DeclaredInputs">The orders in which the functions of the model declare their inputs, where the saved object graph tells.</param>
public sealed record MetaGraphInfo(
    IReadOnlyList<string> Tags,
    string? TensorFlowVersion,
    IReadOnlyList<SignatureInfo> Signatures,
    IReadOnlyList<FunctionInputs> DeclaredInputs);
