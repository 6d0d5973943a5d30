using System.Numerics.Tensors;

namespace KerasCompat;

/// <summary>
/// A sparse tensor in coordinate form, as TensorFlow's <c>tf.SparseTensor</c>: the elements that are not zero, and where they are.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class SparseTensor<T>
{
    /// <summary>A sparse tensor of its three parts.</summary>
    /// <param name="indices">The place of each element, of shape <c>[elements, rank]</c>. TensorFlow wants them in row-major order.</param>
    /// <param name="values">The elements, of shape <c>[elements]</c>.</param>
    /// <param name="denseShape">The size of each dimension.</param>
    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    public SparseTensor(Tensor<long> indices, Tensor<T> values, params ReadOnlySpan<long> denseShape)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Rank != 1)
        {
            throw new ArgumentException($"The elements of a sparse tensor are of rank 1, these are of rank {values.Rank}.", nameof(values));
        }

        if (indices.Rank != 2 || indices.Lengths[0] != values.Lengths[0] || indices.Lengths[1] != denseShape.Length)
        {
            throw new ArgumentException(
                $"{values.Lengths[0]} elements in {denseShape.Length} dimensions need indices of shape [{values.Lengths[0]},{denseShape.Length}], "
                + $"these are [{string.Join(',', indices.Lengths.ToArray())}].",
                nameof(indices));
        }

        Indices = indices;
        Values = values;
        DenseShape = Tensor.Create(denseShape.ToArray());
    }

    /// <summary>The place of each element, of shape <c>[elements, rank]</c>.</summary>
    public Tensor<long> Indices { get; }

    /// <summary>The elements, of shape <c>[elements]</c>.</summary>
    public Tensor<T> Values { get; }

    /// <summary>The size of each dimension, of shape <c>[rank]</c>.</summary>
    public Tensor<long> DenseShape { get; }
}
