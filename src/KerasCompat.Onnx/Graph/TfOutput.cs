using KerasCompat.Contracts;

namespace KerasCompat.Onnx.Graph;

/// <summary>One output of a node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Index">The position of the output.</param>
public readonly record struct TfOutput(TfNode Node, int Index)
{
    /// <summary>The element type, or <see cref="DType.Invalid"/> where it is not known.</summary>
    public DType DType => Index < Node.OutputTypes.Count ? Node.OutputTypes[Index] : DType.Invalid;

    /// <inheritdoc/>
    public override string ToString() => $"{Node.Name}:{Index}";
}
