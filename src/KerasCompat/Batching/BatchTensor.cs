using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Batching;

/// <summary>The tensor of one caller, in memory of its own. Kept for the next call of the same caller and grown as needed.</summary>
internal sealed class BatchTensor
{
    private byte[] _bytes = [];
    private ReadOnlyMemory<byte>[] _strings = [];
    private nint[] _shape = [];
    private int _count = 1;
    private int _byteCount;

    /// <summary>The element type.</summary>
    public DType DType { get; private set; }

    /// <summary>The shape.</summary>
    public ReadOnlySpan<nint> Shape => _shape;

    /// <summary>The first dimension; 1 for a scalar.</summary>
    public int Rows => _shape.Length == 0 ? 1 : (int)_shape[0];

    /// <summary>The elements of a fixed-size tensor.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, _byteCount);

    /// <summary>The elements of a string tensor.</summary>
    public Span<ReadOnlyMemory<byte>> Strings => _strings.AsSpan(0, DType == DType.String ? _count : 0);

    /// <summary>Makes room for a tensor.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="rows">What takes the place of the first dimension; null for the shape as it is.</param>
    public void Reserve(DType dtype, ReadOnlySpan<nint> shape, int? rows = null)
    {
        if (dtype == DType && HasShape(shape, rows))
        {
            return;
        }

        _shape = shape.ToArray();
        if (rows is { } first)
        {
            _shape[0] = first;
        }

        DType = dtype;
        _count = checked((int)TensorSize.Count(_shape));
        _byteCount = dtype == DType.String ? 0 : checked(_count * dtype.Size());
        if (dtype == DType.String)
        {
            _strings = _strings.Length < _count ? new ReadOnlyMemory<byte>[_count] : _strings;
        }
        else
        {
            _bytes = _bytes.Length < _byteCount ? GC.AllocateUninitializedArray<byte>(_byteCount) : _bytes;
        }
    }

    /// <summary>Whether another tensor can stand below this one in a batch.</summary>
    /// <param name="other">The other tensor.</param>
    public bool StacksOn(BatchTensor other) =>
        DType == other.DType && _shape.Length > 0 && _shape.Length == other._shape.Length && Shape[1..].SequenceEqual(other.Shape[1..]);

    private bool HasShape(ReadOnlySpan<nint> shape, int? rows) =>
        shape.Length == _shape.Length && (rows is { } first ? first == _shape[0] && shape[1..].SequenceEqual(_shape.AsSpan(1)) : shape.SequenceEqual(_shape));

    /// <summary>Drops references to the caller's strings.</summary>
    public void Forget() => _strings.AsSpan().Clear();
}
