using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Sessions;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.OnnxRuntime.Programs;

/// <summary>
/// A tensor between the steps of a program. Its elements are numbers in one buffer, strings (any bytes), or objects (resources, tensor
/// lists and other variants). A kernel fills the tensors that it allocates and never changes one that it was given, because tensors may
/// share their elements.
/// </summary>
internal sealed unsafe class HostTensor
{
    private readonly nint[] _shape;
    private readonly byte[]? _bytes;
    private readonly nint _native;
    private readonly ReadOnlyMemory<byte>[]? _strings;
    private readonly TextParts? _parts;
    private readonly object?[]? _objects;

    private HostTensor(DType dtype, nint[] shape, int count, byte[]? bytes, nint native, ReadOnlyMemory<byte>[]? strings, object?[]? objects, TextParts? parts = null)
    {
        DType = dtype;
        _shape = shape;
        Count = count;
        _bytes = bytes;
        _native = native;
        _strings = strings;
        _parts = parts;
        _objects = objects;
    }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The size of each dimension; empty for a scalar.</summary>
    public ReadOnlySpan<nint> Shape => _shape;

    /// <summary>The number of dimensions.</summary>
    public int Rank => _shape.Length;

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    /// <summary>Whether the elements are strings.</summary>
    public bool IsString => DType == DType.String;

    /// <summary>Whether the elements are objects: resources or variants.</summary>
    public bool IsObject => _objects is not null;

    /// <summary>The elements of a numeric tensor as they lie in memory, in row-major order; empty for others.</summary>
    public Span<byte> Bytes => _native != 0
        ? new Span<byte>((void*)_native, Count * DType.Size())
        : _bytes.AsSpan(0, _bytes is null ? 0 : Count * DType.Size());

    /// <summary>The elements of a string tensor in row-major order; empty for others.</summary>
    public Span<ReadOnlyMemory<byte>> Strings => _strings is not null ? _strings.AsSpan(0, Count) : _parts is not null ? _parts.Strings : default;

    /// <summary>The elements of a string tensor that are parts of other texts, for who does not need them as texts of their own; null for others.</summary>
    public TextParts? Parts => _parts;

    /// <summary>The elements of a tensor of resources or variants in row-major order; empty for others.</summary>
    public Span<object?> Objects => _objects is null ? default : _objects.AsSpan(0, Count);

    /// <summary>A new tensor; numbers are not initialised, strings are empty, objects null.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape.</param>
    /// <exception cref="ModelArgumentException">The shape is impossible or too large.</exception>
    public static HostTensor Allocate(DType dtype, ReadOnlySpan<nint> shape)
    {
        int count = TensorElements.Count(shape, dtype);
        return dtype switch
        {
            DType.String => new(dtype, shape.ToArray(), count, null, 0, new ReadOnlyMemory<byte>[count], null),
            DType.Resource or DType.Variant => new(dtype, shape.ToArray(), count, null, 0, null, new object?[count]),
            _ => new(dtype, shape.ToArray(), count, GC.AllocateUninitializedArray<byte>(count * dtype.Size()), 0, null, null),
        };
    }

    /// <summary>A tensor of numbers over memory that somebody else owns and that stays valid as long as the tensor is used.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="pointer">The first element.</param>
    public static HostTensor FromNative(DType dtype, ReadOnlySpan<nint> shape, nint pointer) =>
        new(dtype, shape.ToArray(), TensorElements.Count(shape, dtype), null, pointer, null, null);

    /// <summary>A string tensor over elements that it does not copy.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="strings">The elements.</param>
    public static HostTensor FromStrings(ReadOnlySpan<nint> shape, ReadOnlyMemory<byte>[] strings) =>
        new(DType.String, shape.ToArray(), TensorElements.Count(shape, DType.String), null, 0, strings, null);

    /// <summary>A vector of strings that are parts of others.</summary>
    /// <param name="parts">The parts.</param>
    public static HostTensor FromParts(TextParts parts) => new(DType.String, [parts.Count], parts.Count, null, 0, null, null, parts);

    /// <summary>A tensor with the value of a constant of the model.</summary>
    /// <param name="constant">The constant.</param>
    public static HostTensor FromConstant(ConstantTensor constant)
    {
        HostTensor tensor = Allocate(constant.DType, [.. constant.Shape.Select(dimension => (nint)dimension)]);
        if (tensor.IsString)
        {
            for (int i = 0; i < tensor.Count; i++)
            {
                tensor.Strings[i] = constant.Strings[i];
            }
        }
        else
        {
            constant.Bytes.Span.CopyTo(tensor.Bytes);
        }

        return tensor;
    }

    /// <summary>A scalar number or boolean.</summary>
    /// <typeparam name="T">The type of the element.</typeparam>
    /// <param name="dtype">The element type.</param>
    /// <param name="value">The element.</param>
    public static HostTensor Scalar<T>(DType dtype, T value)
        where T : unmanaged
    {
        HostTensor tensor = Allocate(dtype, []);
        tensor.Values<T>()[0] = value;
        return tensor;
    }

    /// <summary>A scalar resource or variant.</summary>
    /// <param name="dtype"><see cref="DType.Resource"/> or <see cref="DType.Variant"/>.</param>
    /// <param name="value">The object.</param>
    public static HostTensor ScalarObject(DType dtype, object value) => new(dtype, [], 1, null, 0, null, [value]);

    /// <summary>The elements of a numeric tensor.</summary>
    /// <typeparam name="T">A type of the size of an element.</typeparam>
    public Span<T> Values<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Bytes);

    /// <summary>The same elements in another shape.</summary>
    /// <param name="shape">A shape of as many elements.</param>
    public HostTensor Reshape(ReadOnlySpan<nint> shape) => new(DType, shape.ToArray(), Count, _bytes, _native, _strings, _objects, _parts);

    /// <summary>The same bits as elements of another type of the same size.</summary>
    /// <param name="dtype">The element type.</param>
    public HostTensor Reinterpret(DType dtype) => new(dtype, _shape, Count, _bytes, _native, _strings, _objects, _parts);

    /// <summary>A tensor that shares nothing with this one, to be kept beyond the call.</summary>
    public HostTensor Clone()
    {
        HostTensor copy = Allocate(DType, _shape);
        if (IsString)
        {
            for (int i = 0; i < Count; i++)
            {
                // The bytes may be the caller's own.
                copy.Strings[i] = Strings[i].ToArray();
            }
        }
        else
        {
            Copy(this, 0, copy, 0, Count);
        }

        return copy;
    }

    /// <summary>Copies elements, of whatever kind, from one tensor to another of the same element type.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="from">The position of the first of them.</param>
    /// <param name="destination">Where they go.</param>
    /// <param name="to">The position of the first of them there.</param>
    /// <param name="count">How many.</param>
    public static void Copy(HostTensor source, int from, HostTensor destination, int to, int count)
    {
        if (source.IsString)
        {
            source.Strings.Slice(from, count).CopyTo(destination.Strings[to..]);
        }
        else if (source.IsObject)
        {
            source.Objects.Slice(from, count).CopyTo(destination.Objects[to..]);
        }
        else
        {
            int size = source.DType.Size();
            source.Bytes.Slice(from * size, count * size).CopyTo(destination.Bytes[(to * size)..]);
        }
    }

    /// <summary>As in <c>float32[2,10]</c>.</summary>
    public override string ToString() => $"{DType.Name()}[{string.Join(',', _shape)}]";
}
