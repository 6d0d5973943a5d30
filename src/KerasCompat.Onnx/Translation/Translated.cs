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

    /// <summary>A TensorList: one tensor that holds the elements along its first dimension, as far as it is known.</summary>
    internal sealed record TensorList(OnnxValue Elements) : Translated;

    /// <summary>A TensorList of a known length that nothing was written to yet; what its elements are like shows when the first is written.</summary>
    internal sealed record EmptyList(OnnxValue Length, Contracts.DType DType, Contracts.TensorShape ElementShape) : Translated;
}
