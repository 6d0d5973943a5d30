using KerasCompat.Contracts;
using KerasCompat.Onnx.Program;

namespace KerasCompat.OnnxRuntime.Calls;

/// <summary>An input of a signature, at the position that the caller chose.</summary>
/// <param name="tensor">The input of the program.</param>
internal sealed class SignatureInput(ProgramTensor tensor)
{
    private readonly long[]? _dimensions = tensor.Shape.HasRank ? [.. tensor.Shape.Dimensions] : null;

    /// <summary>Its key.</summary>
    public string Key { get; } = tensor.Key;

    /// <summary>The element type.</summary>
    public DType DType { get; } = tensor.DType;

    /// <summary>The slot that holds it.</summary>
    public int Slot { get; } = tensor.Slot;

    /// <summary>The shape that the graph states.</summary>
    public TensorShape Shape { get; } = tensor.Shape;

    /// <summary>Whether a tensor of this type and shape can be given.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape.</param>
    public bool Takes(DType dtype, ReadOnlySpan<nint> shape)
    {
        if (dtype != DType)
        {
            return false;
        }

        long[]? dimensions = _dimensions;
        if (dimensions is null)
        {
            return true;
        }

        if (dimensions.Length != shape.Length)
        {
            return false;
        }

        for (int i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] >= 0 && dimensions[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }
}
