namespace KerasCompat.SavedModel.Checkpoints;

/// <summary>Bytes of a variable that lie together in a data file: all of it, or one slice.</summary>
/// <param name="Shard">The data file.</param>
/// <param name="Offset">Where they begin in it.</param>
/// <param name="Length">How many they are; within the file.</param>
/// <param name="MaskedCrc">The masked checksum that the index states.</param>
/// <param name="Extents">Which part of the variable they are, per dimension.</param>
internal sealed record CheckpointPart(
    Shard Shard,
    long Offset,
    long Length,
    uint MaskedCrc,
    IReadOnlyList<(long Start, long Length)> Extents)
{
    public long ElementCount { get; } = Extents.Aggregate(1L, (count, extent) => count * extent.Length);

    /// <summary>Some of the bytes, where they lie. Longer parts than a span can hold are read in pieces.</summary>
    public ReadOnlySpan<byte> Bytes(long from, int count) => Shard.Bytes(Offset + from, count);

    /// <summary>The checksum of the bytes as they lie.</summary>
    public uint Crc() => Shard.Crc(Offset, Length);
}
