using KerasCompat.Contracts;

namespace KerasCompat.Onnx.Emitting;

/// <summary>A variable's value where it lies in the checkpoint, handed to ONNX as external data without being read.</summary>
/// <param name="File">The shard's file name, inside the folder of the variables.</param>
/// <param name="Offset">Its first byte in the shard.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="DType">The element type.</param>
/// <param name="Shape">The shape.</param>
internal sealed record Weight(string File, long Offset, long Length, DType DType, IReadOnlyList<long> Shape);
