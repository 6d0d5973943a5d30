using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;
using KerasCompat.Onnx.Graph;

namespace KerasCompat.Onnx.Translation;

/// <summary>What a TensorFlow tensor became in ONNX: a value, a handle that is resolved while translating, or a list of tensors.</summary>
internal abstract record Translated
{
    /// <summary>An ONNX value.</summary>
    internal sealed record Value(OnnxValue Onnx) : Translated;

    /// <summary>A handle of a variable or other resource; the node that makes it stands for it.</summary>
    internal sealed record Handle(TfNode Node) : Translated;

    /// <summary>A list of tensors, as TensorList and TensorArray ops use it.</summary>
    /// <param name="DType">The type of the elements.</param>
    internal abstract record List(DType DType) : Translated;

    /// <summary>A list whose elements have one shape: a tensor that holds them along its first dimension.</summary>
    /// <param name="Elements">The tensor.</param>
    /// <param name="IsOpen">Whether sizes of the elements that were not known when the list was made are 0 until the first is written.</param>
    internal sealed record TensorList(OnnxValue Elements, bool IsOpen = false) : List(Elements.DType);

    /// <summary>A list of a known length that nothing was written to yet; what its elements are like shows when the first is written.</summary>
    /// <param name="Length">The length, a 64-bit scalar.</param>
    /// <param name="DType">The type of the elements.</param>
    /// <param name="Element">The shape of an element, as far as it is known.</param>
    internal sealed record EmptyList(OnnxValue Length, DType DType, Dim[]? Element) : List(DType);

    /// <summary>A list whose elements may differ in shape: an ONNX sequence.</summary>
    /// <param name="Elements">The sequence.</param>
    internal sealed record Sequence(OnnxValue Elements) : List(Elements.DType);

    /// <summary>An optional value (tensorflow/core/ops/optional_ops.cc); null where it holds nothing.</summary>
    internal sealed record Optional(IReadOnlyList<Translated>? Components) : Translated;
}
