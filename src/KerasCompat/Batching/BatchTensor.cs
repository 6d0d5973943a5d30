using KerasCompat.Contracts;
using KerasCompat.Engines;

namespace KerasCompat.Batching;

/// <summary>The tensor of one caller, in memory of its own. Kept for the next call of the same caller and grown as needed.</summary>
internal sealed class BatchTensor
{
    private byte[] _bytes = [];
    private ReadOnlyMemory<byte>[] _strings = [];
    private nint[] _shape = [];
    private int _count;

    /// <summary>The element type.</summary>
    public DType DType { get; private set; }

    /// <summary>The shape.</summary>
    public ReadOnlySpan<nint> Shape => _shape;

    /// <summary>The first dimension; 1 for a scalar.</summary>
    public int Rows => _shape.Length == 0 ? 1 : (int)_shape[0];

    /// <summary>The elements of a fixed-size tensor.</summary>
    public Span<byte> Bytes => _bytes.AsSpan(0, DType == DType.String ? 0 : _count * DType.Size());

    /// <summary>The elements of a string tensor.</summary>
    public Span<ReadOnlyMemory<byte>> Strings => _strings.AsSpan(0, DType == DType.String ? _count : 0);

    /// <summary>Makes room for a tensor.</summary>
    /// <param name="dtype">The element type.</param>
    /// <param name="shape">The shape.</param>
    public void Reserve(DType dtype, ReadOnlySpan<nint> shape)
    {
        _count = checked((int)TensorSize.Count(shape));
        DType = dtype;
        if (!shape.SequenceEqual(_shape))
        {
            _shape = shape.ToArray();
        }

        if (dtype == DType.String)
        {
            _strings = _strings.Length < _count ? new ReadOnlyMemory<byte>[_count] : _strings;
        }
        else
        {
            int bytes = checked(_count * dtype.Size());
            _bytes = _bytes.Length < bytes ? GC.AllocateUninitializedArray<byte>(bytes) : _bytes;
        }
    }

    /// <summary>Whether another tensor can stand below this one in a batch.</summary>
    /// <param name="other">The other tensor.</param>
    public bool StacksOn(BatchTensor other) =>
        DType == other.DType && _shape.Length > 0 && _shape.Length == other._shape.Length && Shape[1..].SequenceEqual(other.Shape[1..]);

    /// <summary>Drops references to the caller's strings.</summary>
    public void Forget() => _strings.AsSpan().Clear();
}
