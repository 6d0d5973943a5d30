using System.Buffers;

namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>Bytes of a data file where they lie, for whoever wants memory and not a span. They are there until the file is closed.</summary>
/// <param name="shard">The file.</param>
/// <param name="offset">The first byte.</param>
/// <param name="length">How many bytes.</param>
internal sealed class MappedBytes(Shard shard, long offset, int length) : MemoryManager<byte>
{
    /// <inheritdoc/>
    public override Span<byte> GetSpan()
    {
        unsafe
        {
            return new(shard.Address(offset), length);
        }
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elementIndex, length);
        unsafe
        {
            return new(shard.Address(offset + elementIndex));
        }
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }
}
