using KerasCompat.Contracts;

namespace KerasCompat.SavedModel;

/// <summary>The parts of an unpacked <c>TensorProto</c>.</summary>
/// <param name="DType">The element type.</param>
/// <param name="Shape">The shape; fully known.</param>
/// <param name="Bytes">The elements in row-major order, little-endian, 4-bit integers in a byte each; empty for types without a size.</param>
/// <param name="Strings">The elements of a string tensor in row-major order; empty for every other type.</param>
internal sealed record TensorValue(DType DType, TensorShape Shape, ReadOnlyMemory<byte> Bytes, IReadOnlyList<ReadOnlyMemory<byte>> Strings);
