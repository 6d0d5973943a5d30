using KerasCompat.Contracts;

namespace KerasCompat.SavedModel;

/// <summary>Makes the contract of a model: which meta graph, which signatures, in which order a caller sees inputs and outputs.</summary>
public static class ContractFactory
{
    /// <summary>The contract of one meta graph of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tags">
    /// The tag set of the meta graph, in any order. Null for the usual one: the meta graph tagged <c>serve</c> alone, else the first that has
    /// this tag among others, else the first of the file.
    /// </param>
    /// <param name="withFingerprint">Whether to compute the fingerprint, for which the model's file and index are read whole.</param>
    /// <returns>
    /// The callable signatures. Their inputs and outputs stand in the order in which Keras declares them where that names all of them,
    /// else in the order of the arguments of the Python function that was saved under the signature's key or takes just these tensors,
    /// else by key (ordinal). Dtypes and shapes are those that the signature states.
    /// </returns>
    /// <exception cref="ModelFormatException">The model has no meta graph of this tag set.</exception>
    public static ModelContract Create(SavedModelInfo model, IReadOnlyCollection<string>? tags = null, bool withFingerprint = true)
    {
        MetaGraphInfo metaGraph = model.MetaGraphs[MetaGraphChoice.Choose([.. model.MetaGraphs.Select(m => m.Tags)], tags, model.Path)];
        return new ModelContract(
            new(metaGraph.Tags.OrderBy(tag => tag, StringComparer.Ordinal)),
            new Producer(metaGraph.TensorFlowVersion, model.Keras?.Version),
            withFingerprint ? model.ComputeFingerprint() : null,
            new(metaGraph.Signatures.Where(signature => signature.IsCallable).Select(signature => Signature(signature, metaGraph, model.Keras))));
    }

    private static SignatureContract Signature(SignatureInfo signature, MetaGraphInfo metaGraph, KerasInfo? keras) => new(
        signature.Key,
        signature.MethodName,
        Tensors(ClientOrder.Inputs(signature, metaGraph, keras)),
        Tensors(ClientOrder.Outputs(signature, keras)));

    private static EquatableArray<TensorContract> Tensors(IEnumerable<TensorInfo> tensors) => new(tensors.Select(tensor => new TensorContract(
        tensor.Key,
        null,
        tensor.DType,
        tensor.Shape,
        tensor.Encoding ?? TensorEncoding.Dense,
        new(tensor.GraphTensors),
        tensor.Default)));
}
