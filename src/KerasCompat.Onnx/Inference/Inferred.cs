using KerasCompat.Contracts;
using KerasCompat.Onnx.Emitting;

namespace KerasCompat.Onnx.Inference;

/// <summary>What is known of an output before its node is written.</summary>
internal sealed class Inferred
{
    public DType DType { get; set; }

    public Dim[]? Shape { get; set; }

    public Dim[]? Elements { get; set; }

    public bool IsSequence { get; set; }

    public void Set(DType dtype, Dim[]? shape, Dim[]? elements = null)
    {
        DType = dtype;
        Shape = shape;
        Elements = elements;
    }
}
