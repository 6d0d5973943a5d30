using KerasCompat.Contracts;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>The buffer of one input of a binding.</summary>
/// <param name="dtype">The element type.</param>
internal sealed class BoundInput(DType dtype) : IDisposable
{
    private readonly NativeBuffer _buffer = new();
    private ReadOnlyMemory<byte>[] _strings = [];
    private nint[] _shape = new nint[4];
    private int _rank = -1;
    private int _byteCount;

    /// <summary>The element type.</summary>
    public DType DType { get; } = dtype;

    /// <summary>The shape of the tensor that was written last.</summary>
    public ReadOnlySpan<nint> Shape => _shape.AsSpan(0, Math.Max(_rank, 0));

    /// <summary>The number of elements of that tensor.</summary>
    public int Count { get; private set; }

    /// <summary>The number of bytes of that tensor.</summary>
    public long ByteCount => _byteCount;

    /// <summary>The elements; stays where it is until <see cref="Write"/> returns true.</summary>
    public unsafe nint Pointer => (nint)_buffer.Pointer;

    /// <summary>The elements of a string tensor.</summary>
    public Span<ReadOnlyMemory<byte>> Strings => _strings.AsSpan(0, Count);

    /// <summary>The elements of a fixed-size tensor.</summary>
    public unsafe Span<byte> Bytes => new(_buffer.Pointer, _byteCount);

    /// <summary>Whether the tensor that was written last has a shape, so that there is room for another of that shape.</summary>
    /// <param name="shape">The shape.</param>
    public bool HasShape(ReadOnlySpan<nint> shape) => ShapeComparison.Same(_shape, _rank, shape);

    /// <summary>Makes room for a tensor.</summary>
    /// <param name="shape">Its shape.</param>
    /// <returns>Whether the elements moved, so that whatever is bound to them must be bound anew.</returns>
    /// <exception cref="ModelArgumentException">No tensor can have that shape, or it has more bytes than a span can hold.</exception>
    public bool Write(ReadOnlySpan<nint> shape)
    {
        // Until there is room, the input stays what it was: a call goes on after one that found no memory.
        int count = TensorElements.Count(shape, DType);
        int byteCount = count * DType.Size();
        bool moved = MakeRoom(count, byteCount);
        (Count, _byteCount) = (count, byteCount);
        if (shape.Length > _shape.Length)
        {
            _shape = new nint[shape.Length];
        }

        shape.CopyTo(_shape);
        _rank = shape.Length;
        return moved;
    }

    /// <summary>Drops references to the caller's strings, so that an idle call keeps nothing alive.</summary>
    public void ForgetStrings() => _strings.AsSpan().Clear();

    public void Dispose() => _buffer.Dispose();

    private bool MakeRoom(int count, int byteCount)
    {
        if (DType != DType.String)
        {
            return _buffer.Reserve(byteCount);
        }

        if (count > _strings.Length)
        {
            _strings = new ReadOnlyMemory<byte>[count];
        }

        return false;
    }
}
