using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KerasCompat.Contracts;

namespace KerasCompat.SavedModel;

/// <summary>
/// A tensor's value as a model holds it: TensorFlow's <c>TensorProto</c>, unpacked (tensorflow/core/framework/tensor.proto).
/// </summary>
public sealed class ConstantTensor
{
    internal ConstantTensor(DType dtype, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes, IReadOnlyList<ReadOnlyMemory<byte>> strings)
    {
        DType = dtype;
        Shape = shape;
        Bytes = bytes;
        Strings = strings;
    }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The size of every dimension.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>
    /// The elements in row-major order, little-endian, without gaps; 4-bit integers in a byte each. Empty for strings, and for resources
    /// and variants, whose values mean nothing outside of TensorFlow.
    /// </summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The elements of a string tensor in row-major order; empty for every other type.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Strings { get; }

    /// <summary>The elements as values of a type of the same size.</summary>
    /// <typeparam name="T">A type whose layout is that of <see cref="DType"/>: <see cref="float"/> for <see cref="Contracts.DType.Float32"/>.</typeparam>
    /// <exception cref="InvalidOperationException">The elements have another size.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        int size = TensorProtoUnpacking.ElementSize(DType);
        return Unsafe.SizeOf<T>() == size
            ? MemoryMarshal.Cast<byte, T>(Bytes.Span)
            : throw new InvalidOperationException($"The elements of a {DType.Name()} tensor cannot be read as {typeof(T).Name}.");
    }
}
