namespace KerasCompat.Contracts;

/// <summary>
/// What a SavedModel promises to those who call it: the signatures of one of its meta graphs. Everything that needs to know a
/// model's signature (build, generator, tool, engines, tests) goes through this record.
/// </summary>
/// <param name="Tags">The tag set of the meta graph, sorted. <c>["serve"]</c> for nearly all models; may be empty.</param>
/// <param name="Producer">The versions of the programs that wrote the model.</param>
/// <param name="Fingerprint">
/// SHA-256 of <c>saved_model.pb</c> and of the checkpoint index, in lower-case hexadecimal: changes whenever graph or weights do.
/// Null where it was not computed.
/// </param>
/// <param name="Signatures">The callable signatures, sorted by key (ordinal).</param>
public sealed record ModelContract(
    EquatableArray<string> Tags,
    Producer Producer,
    string? Fingerprint,
    EquatableArray<SignatureContract> Signatures)
{
    /// <summary>The version of the file format that this library writes.</summary>
    public const int Format = 1;

    /// <summary>The signature of a key, or null when the model has none of that key.</summary>
    /// <param name="key">The key of the <c>SignatureDef</c>, for example <c>serving_default</c>.</param>
    public SignatureContract? FindSignature(string key)
    {
        foreach (SignatureContract signature in Signatures)
        {
            if (signature.Key == key)
            {
                return signature;
            }
        }

        return null;
    }
}

/// <summary>The versions of the programs that wrote a model.</summary>
/// <param name="TensorFlow">TensorFlow's version, for example <c>2.15.1</c>; null where the model does not tell.</param>
/// <param name="Keras">Keras' version, for example <c>2.15.0</c>; null where the model does not tell or Keras did not write it.</param>
public sealed record Producer(string? TensorFlow, string? Keras);

/// <summary>One callable signature: TensorFlow's <c>SignatureDef</c>.</summary>
/// <param name="Key">Its key in the meta graph, for example <c>serving_default</c>.</param>
/// <param name="MethodName">Its method name, for example <c>tensorflow/serving/predict</c>; may be empty.</param>
/// <param name="Inputs">Inputs in client order: as Keras declared them where the model tells, else by key (ordinal).</param>
/// <param name="Outputs">Outputs in client order, likewise.</param>
public sealed record SignatureContract(
    string Key,
    string MethodName,
    EquatableArray<TensorContract> Inputs,
    EquatableArray<TensorContract> Outputs);

/// <summary>How the tensor behind an input or output is laid out in the graph: the cases of TensorFlow's <c>TensorInfo.encoding</c>.</summary>
public enum TensorEncoding
{
    /// <summary>One dense tensor.</summary>
    Dense = 0,
    /// <summary>A sparse tensor in coordinate form: indices, values, dense shape.</summary>
    CooSparse = 1,
    /// <summary>A composite value (ragged tensor, user type) of several component tensors.</summary>
    Composite = 2,
}

/// <summary>One input or output of a signature.</summary>
/// <param name="Key">Its key in the signature, exactly as it is passed to the engine.</param>
/// <param name="Name">The C# name where it was renamed; null where the name follows from the key.</param>
/// <param name="DType">The element type.</param>
/// <param name="Shape">The shape that the signature states.</param>
/// <param name="Encoding">How the tensor is laid out.</param>
/// <param name="GraphTensors">
/// The graph tensors behind it (<c>serving_default_image_input:0</c>): one for a dense tensor; indices, values, dense shape for a
/// sparse one; the components in order for a composite one.
/// </param>
/// <param name="Default">The value used when a caller leaves the input out; null where there is none.</param>
public sealed record TensorContract(
    string Key,
    string? Name,
    DType DType,
    TensorShape Shape,
    TensorEncoding Encoding,
    EquatableArray<string> GraphTensors,
    TensorLiteral? Default)
{
    /// <summary>
    /// The key under which one of the graph tensors is passed to an engine: the tensor's own for a dense one; followed by
    /// <c>:indices</c>, <c>:values</c>, <c>:dense_shape</c> for a sparse one and by <c>:0</c>, <c>:1</c>, ... for a composite one.
    /// </summary>
    /// <param name="index">The position in <see cref="GraphTensors"/>.</param>
    public string ComponentKey(int index) => Encoding switch
    {
        TensorEncoding.CooSparse => Key + index switch { 0 => ":indices", 1 => ":values", _ => ":dense_shape" },
        TensorEncoding.Composite => Key + ":" + index.ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => Key,
    };
}

/// <summary>A tensor's value, as a contract holds it.</summary>
/// <param name="Shape">The shape; fully known.</param>
/// <param name="Values">
/// The elements in row-major order, each as JSON writes it: numbers in the shortest form that reads back the same, <c>true</c>,
/// <c>false</c>, <c>NaN</c>, <c>Infinity</c>, <c>-Infinity</c>; strings of bytes as base64.
/// </param>
public sealed record TensorLiteral(TensorShape Shape, EquatableArray<string> Values);
