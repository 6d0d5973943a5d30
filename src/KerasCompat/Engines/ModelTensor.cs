using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text;
using KerasCompat.Contracts;

namespace KerasCompat.Engines;

/// <summary>
/// A tensor whose element type and shape are known only at run time, for callers without a generated client (tools, servers). Immutable
/// by convention: neither the engine nor this library writes to its elements.
/// </summary>
public sealed class ModelTensor
{
    private readonly nint[] _shape;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly ReadOnlyMemory<byte>[]? _strings;

    private ModelTensor(DType dtype, nint[] shape, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte>[]? strings)
    {
        DType = dtype;
        _shape = shape;
        _bytes = bytes;
        _strings = strings;
    }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The size of each dimension; empty for a scalar.</summary>
    public ReadOnlySpan<nint> Shape => _shape;

    /// <summary>The elements of a tensor of fixed-size elements, in row-major order; empty for strings.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The elements of a string tensor, in row-major order; empty for other element types.</summary>
    public ReadOnlySpan<ReadOnlyMemory<byte>> Strings => _strings;

    /// <summary>The number of elements.</summary>
    public int Count => _strings?.Length ?? (_bytes.Length / DType.Size());

    /// <summary>A tensor of fixed-size elements over memory that it does not copy.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The size of each dimension.</param>
    /// <param name="bytes">The elements in row-major order.</param>
    /// <exception cref="ModelArgumentException">The element type has no fixed size, or the number of bytes is not what the shape needs.</exception>
    public static ModelTensor FromBytes(DType dtype, ReadOnlySpan<nint> shape, ReadOnlyMemory<byte> bytes)
    {
        int size = dtype.Size();
        if (size == 0)
        {
            throw new ModelArgumentException($"Elements of type {dtype.Name()} have no fixed size in bytes.");
        }

        if (TensorSize.Count(shape) * size != bytes.Length)
        {
            throw new ModelArgumentException(
                $"A {dtype.Name()} tensor of shape {ShapeText.Write(shape)} needs {TensorSize.Count(shape) * size} bytes, given {bytes.Length}.");
        }

        return new ModelTensor(dtype, shape.ToArray(), bytes, null);
    }

    /// <summary>A string tensor over elements that it does not copy.</summary>
    /// <param name="shape">The size of each dimension.</param>
    /// <param name="elements">The elements in row-major order.</param>
    /// <exception cref="ModelArgumentException">The number of elements is not what the shape needs.</exception>
    public static ModelTensor FromStrings(ReadOnlySpan<nint> shape, ReadOnlySpan<ReadOnlyMemory<byte>> elements)
    {
        if (TensorSize.Count(shape) != elements.Length)
        {
            throw new ModelArgumentException(
                $"A tensor of shape {ShapeText.Write(shape)} has {TensorSize.Count(shape)} elements, given {elements.Length}.");
        }

        return new ModelTensor(DType.String, shape.ToArray(), default, elements.ToArray());
    }

    /// <summary>A string tensor of .NET strings, as UTF-8.</summary>
    /// <param name="shape">The size of each dimension.</param>
    /// <param name="elements">The elements in row-major order.</param>
    /// <exception cref="ModelArgumentException">The number of elements is not what the shape needs.</exception>
    public static ModelTensor FromStrings(ReadOnlySpan<nint> shape, ReadOnlySpan<string> elements)
    {
        var bytes = new ReadOnlyMemory<byte>[elements.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            bytes[i] = Encoding.UTF8.GetBytes(elements[i]);
        }

        return FromStrings(shape, bytes);
    }

    /// <summary>A tensor of numbers or booleans, copied.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <param name="shape">The size of each dimension; empty for a scalar.</param>
    /// <param name="elements">The elements in row-major order.</param>
    /// <exception cref="ModelArgumentException">The type is no element type, or the number of elements is not what the shape needs.</exception>
    public static ModelTensor FromValues<T>(ReadOnlySpan<nint> shape, ReadOnlySpan<T> elements)
        where T : unmanaged =>
        FromBytes(ElementType.Of<T>(), shape, MemoryMarshal.AsBytes(elements).ToArray());

    /// <summary>The elements as .NET values.</summary>
    /// <typeparam name="T">The type of the elements, or any type of their size where .NET has none (bfloat16).</typeparam>
    /// <exception cref="ModelArgumentException">The elements are of another type.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        ElementType.Require<T>(DType);
        return MemoryMarshal.Cast<byte, T>(_bytes.Span);
    }

    /// <summary>A copy as a tensor of .NET; a scalar becomes a tensor of shape <c>[1]</c>.</summary>
    /// <typeparam name="T">The type of the elements, or any type of their size where .NET has none (bfloat16).</typeparam>
    /// <exception cref="ModelArgumentException">The elements are of another type.</exception>
    public Tensor<T> ToTensor<T>()
        where T : unmanaged =>
        Tensor.Create(Values<T>().ToArray(), _shape.Length == 0 ? [1] : _shape);

    /// <summary>As in <c>float32[2,10]</c>.</summary>
    public override string ToString() => DType.Name() + ShapeText.Write(_shape);
}
