using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.SavedModel.Checkpoint;

/// <summary>A tensor of a checkpoint.</summary>
public sealed class CheckpointTensor
{
    /// <summary>The element type.</summary>
    public DType DType { get; init; }

    /// <summary>The shape.</summary>
    public IReadOnlyList<long> Shape { get; init; } = [];

    /// <summary>The file name of the shard in which the bytes lie as they are; null where they have to be decoded (slices, strings, other byte order).</summary>
    public string? ShardFile { get; init; }

    /// <summary>The first byte in the shard.</summary>
    public long Offset { get; init; }

    /// <summary>The number of bytes.</summary>
    public long Length { get; init; }

    /// <summary>Reads the tensor into memory.</summary>
    public ConstantTensor ToConstant() => new(DType, Shape, new byte[Length]);
}
