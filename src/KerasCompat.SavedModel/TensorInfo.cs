using KerasCompat.Contracts;

namespace KerasCompat.SavedModel;

/// <summary>An input or output of a signature as the file states it: TensorFlow's <c>TensorInfo</c> (tensorflow/core/protobuf/meta_graph.proto).</summary>
/// <param name="Key">Its key in the signature; empty for a component of a composite tensor.</param>
/// <param name="TypeNumber">TensorFlow's <c>DataType</c> number as written, over 100 for a reference type of TensorFlow 1.</param>
/// <param name="Shape">The shape; a scalar where the file states none, as TensorFlow reads it.</param>
/// <param name="Encoding">How the tensor is laid out; null where the file names no tensor at all.</param>
/// <param name="GraphTensors">
/// The graph tensors behind it: one for a dense tensor; indices, values, dense shape for a sparse one; those of the components in order
/// for a composite one.
/// </param>
/// <param name="Components">The components of a composite tensor; empty for others.</param>
/// <param name="Default">The value used when a caller leaves the input out; null where there is none.</param>
public sealed record TensorInfo(
    string Key,
    int TypeNumber,
    TensorShape Shape,
    TensorEncoding? Encoding,
    IReadOnlyList<string> GraphTensors,
    IReadOnlyList<TensorInfo> Components,
    TensorLiteral? Default)
{
    /// <summary>The element type, without the mark of a reference; <see cref="DType.Invalid"/> where none is recorded.</summary>
    public DType DType => DTypes.FromNumber(TypeNumber);

    /// <summary>TensorFlow's name of the element type, with its mark of a reference (<c>float32_ref</c>); null where none is recorded.</summary>
    public string? TypeName => TypeNumber == 0 ? null : DTypes.IsReference(TypeNumber) ? DType.Name() + "_ref" : DType.Name();
}
