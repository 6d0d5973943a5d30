using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace KerasCompat.Engines;

/// <summary>Shapes as the engine has them, and as a caller has them who left out the batch dimension (<see cref="ShapeCheck"/>).</summary>
internal static class BatchShape
{
    /// <summary>TensorFlow's limit of a tensor's rank (tensorflow/core/framework/tensor_shape.h, <c>MaxDimensions</c>), and one.</summary>
    public const int MaxRank = 255;

    /// <summary>Whether the caller gave one row of an input and left out the batch dimension.</summary>
    /// <param name="input">The input.</param>
    /// <param name="lengths">The shape that the caller gave.</param>
    public static bool IsRow(ClientTensor input, ReadOnlySpan<nint> lengths) => input.HasBatch && lengths.Length == input.Dimensions.Length - 1;

    /// <summary>The shape that the engine gets for an input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="lengths">The shape that the caller gave.</param>
    /// <param name="room">Where the shape is made when it differs; of <see cref="MaxRank"/> dimensions.</param>
    public static ReadOnlySpan<nint> Add(ClientTensor input, ReadOnlySpan<nint> lengths, Span<nint> room)
    {
        if (!IsRow(input, lengths))
        {
            lengths.CopyTo(room);
            return room[..lengths.Length];
        }

        room[0] = 1;
        lengths.CopyTo(room[1..]);
        return room[..(lengths.Length + 1)];
    }

    /// <summary>The shape that the caller gets of an output.</summary>
    /// <param name="check">The check of the call.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="shape">The shape that the engine gave.</param>
    public static ReadOnlySpan<nint> Remove(in ShapeCheck check, int index, ReadOnlySpan<nint> shape) =>
        check.IsSingleRow && check.Signature.Outputs[index].HasBatch && shape.Length > 1 && shape[0] == 1 ? shape[1..] : shape;

    /// <summary>A new tensor of some elements. A scalar, which .NET's tensors cannot be, becomes a tensor of shape <c>[1]</c>.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="elements">The elements, in row-major order.</param>
    /// <param name="shape">The shape.</param>
    public static Tensor<T> NewTensor<T>(ReadOnlySpan<T> elements, ReadOnlySpan<nint> shape)
    {
        Tensor<T> tensor = Tensor.CreateFromShapeUninitialized<T>(shape.IsEmpty ? [1] : shape);
        Copy(elements, tensor);
        return tensor;
    }

    /// <summary>Copies elements in row-major order into a tensor of any layout.</summary>
    /// <typeparam name="T">The element type.</typeparam>
    /// <param name="elements">The elements; as many as the tensor has.</param>
    /// <param name="destination">The tensor.</param>
    public static void Copy<T>(ReadOnlySpan<T> elements, in TensorSpan<T> destination)
    {
        if (elements.IsEmpty)
        {
            return;
        }

        if (destination.IsDense)
        {
            // TensorSpan.GetSpan refuses spans over dimensions of length 1 (their stride is 0), dense or not.
            elements.CopyTo(MemoryMarshal.CreateSpan(ref destination.GetPinnableReference(), elements.Length));
            return;
        }

        new ReadOnlyTensorSpan<T>(elements, destination.Lengths).CopyTo(destination);
    }

    /// <summary>Requires that an output which the signature calls a scalar is one element.</summary>
    /// <param name="check">The check of the call.</param>
    /// <param name="index">The position of the output.</param>
    /// <param name="shape">The shape that the engine gave.</param>
    /// <exception cref="ModelCallException">It is more, or none.</exception>
    public static void RequireScalar(in ShapeCheck check, int index, ReadOnlySpan<nint> shape)
    {
        foreach (nint length in shape)
        {
            if (length != 1)
            {
                throw new ModelCallException(
                    $"Model '{check.Signature.Model}', signature '{check.Signature.Key}': output '{check.Signature.Outputs[index].Key}' "
                    + $"is a scalar by the signature, but the model gave a tensor of shape [{string.Join(',', shape.ToArray())}].");
            }
        }
    }
}
