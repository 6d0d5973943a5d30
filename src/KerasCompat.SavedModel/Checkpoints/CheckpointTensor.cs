using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>A variable in a checkpoint.</summary>
/// <remarks>Thread-safe. Valid until its <see cref="Checkpoint"/> is disposed.</remarks>
public sealed class CheckpointTensor
{
    private readonly IReadOnlyList<CheckpointPart> _parts;
    private readonly bool _swapBytes;
    private readonly Lazy<byte[]> _assembled;
    private volatile bool _verified;

    internal CheckpointTensor(string key, DType dtype, TensorShape shape, long elementCount, IReadOnlyList<CheckpointPart> parts, bool swapBytes)
    {
        Key = key;
        DType = dtype;
        Shape = shape.Dimensions;
        ElementCount = elementCount;
        foreach (CheckpointPart part in parts)
        {
            Length += part.Length;
        }

        _parts = parts;
        _swapBytes = swapBytes;
        _assembled = new Lazy<byte[]>(() => TensorAssembly.Assemble(this, _parts, _swapBytes));
    }

    /// <summary>Its key in the checkpoint.</summary>
    public string Key { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>The size of every dimension.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long ElementCount { get; }

    /// <summary>Where the bytes lie.</summary>
    internal IReadOnlyList<CheckpointPart> Parts => _parts;

    /// <summary>The number of bytes stored.</summary>
    public long Length { get; }

    /// <summary>
    /// Whether the bytes lie in one file as they are used: little-endian, row-major, in one piece. If not (a partitioned variable, a
    /// checkpoint of a big-endian machine), <see cref="Bytes"/> assembles a copy.
    /// </summary>
    public bool IsMapped => _parts.Count == 1 && !_swapBytes && DType.Size() > 0;

    /// <summary>The name of the data file that holds the bytes if <see cref="IsMapped"/>, else null.</summary>
    public string? ShardFile => IsMapped ? Path.GetFileName(_parts[0].Shard.Path) : null;

    /// <summary>Where the bytes begin in the data file, if <see cref="IsMapped"/>.</summary>
    public long Offset => _parts[0].Offset;

    /// <summary>
    /// The elements in row-major order, little-endian; where they lie in the mapped file if <see cref="IsMapped"/>. Compared with their
    /// checksum the first time.
    /// </summary>
    /// <exception cref="ModelFormatException">The bytes are not those that were written.</exception>
    /// <exception cref="InvalidOperationException">The elements have no fixed size, or are more than a span can hold: use <see cref="Address"/>.</exception>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            if (DType.Size() == 0 || Length > int.MaxValue)
            {
                throw new InvalidOperationException($"The {Length} bytes of the {DType.Name()} variable '{Key}' cannot be read as a span.");
            }

            Verify();
            return IsMapped ? _parts[0].Bytes(0, (int)Length) : _assembled.Value;
        }
    }

    /// <summary>The address of the first byte in the mapped file; not compared with the checksum.</summary>
    /// <exception cref="InvalidOperationException">The variable is not mapped.</exception>
    public unsafe nint Address => IsMapped
        ? (nint)_parts[0].Shard.Address(_parts[0].Offset)
        : throw new InvalidOperationException($"The variable '{Key}' does not lie in one piece.");

    /// <summary>The elements of a string variable in row-major order. Compared with their checksum.</summary>
    /// <exception cref="ModelFormatException">The bytes are not those that were written.</exception>
    /// <exception cref="InvalidOperationException">The variable is not of strings.</exception>
    public IReadOnlyList<ReadOnlyMemory<byte>> ReadStrings() => DType == DType.String
        ? StringTensor.Read(Key, _parts[0], ElementCount)
        : throw new InvalidOperationException($"The variable '{Key}' is of {DType.Name()}, not of strings.");

    /// <summary>The variable's value in memory of its own, which outlives the checkpoint.</summary>
    /// <exception cref="ModelFormatException">The bytes are not those that were written.</exception>
    /// <exception cref="InvalidOperationException">The elements are no strings and have no fixed size.</exception>
    public ConstantTensor ToConstant() => DType == DType.String
        ? new ConstantTensor(Shape, ReadStrings())
        : new ConstantTensor(DType, Shape, Bytes.ToArray());

    /// <summary>Compares the bytes with their checksum, once.</summary>
    /// <exception cref="ModelFormatException">The bytes are not those that were written.</exception>
    public void Verify()
    {
        if (_verified)
        {
            return;
        }

        if (DType == DType.String)
        {
            ReadStrings();
        }
        else if (DType.Size() > 0)
        {
            foreach (CheckpointPart part in _parts)
            {
                if (Crc32C.Mask(part.Crc()) != part.MaskedCrc)
                {
                    throw CheckpointErrors.WrongChecksum(part.Shard, Key, part.Offset, part.Length);
                }
            }
        }

        _verified = true;
    }
}
