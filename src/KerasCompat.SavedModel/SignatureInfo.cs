namespace KerasCompat.SavedModel;

/// <summary>A <c>SignatureDef</c> as the file states it.</summary>
/// <param name="Key">Its key in the meta graph, for example <c>serving_default</c>.</param>
/// <param name="MethodName">Its method name, for example <c>tensorflow/serving/predict</c>; may be empty.</param>
/// <param name="Inputs">Inputs, sorted by key (ordinal): the file itself keeps no order.</param>
/// <param name="Outputs">Outputs, sorted by key (ordinal).</param>
public sealed record SignatureInfo(
    string Key,
    string MethodName,
    IReadOnlyList<TensorInfo> Inputs,
    IReadOnlyList<TensorInfo> Outputs)
{
    /// <summary>
    /// The TensorFlow ops that the signature needs, its functions included, sorted by name (ordinal); null where they were not asked for
    /// (<see cref="SavedModelReader.Read"/>).
    /// </summary>
    public IReadOnlyList<string>? Ops { get; init; }

    /// <summary>
    /// Whether the signature is for callers. TensorFlow keeps operations of its own under keys that begin with <c>__saved_model</c>
    /// (tensorflow/python/saved_model/constants.py): the one that initializes tables, the one that records training.
    /// </summary>
    public bool IsCallable => !Key.StartsWith("__saved_model", StringComparison.Ordinal);
}
