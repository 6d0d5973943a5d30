using KerasCompat.Contracts;
using KerasCompat.SavedModel.Wire;

namespace KerasCompat.SavedModel.Protos;

/// <summary>A tensor as the message <c>TensorProto</c> (tensorflow/core/framework/tensor.proto); <see cref="TensorProto"/> reads it.</summary>
/// <param name="dtype">The element type.</param>
/// <param name="shape">The shape; fully known.</param>
/// <param name="bytes">The elements, little-endian; empty for strings.</param>
/// <param name="strings">The elements of a tensor of strings; empty for others.</param>
internal sealed class TensorMessage(DType dtype, IReadOnlyList<long> shape, ReadOnlyMemory<byte> bytes, IReadOnlyList<ReadOnlyMemory<byte>> strings) : IWireMessage
{
    /// <inheritdoc/>
    public void WriteTo(WireWriter writer)
    {
        writer.Int64(1, (int)dtype);
        writer.Message(2, new ShapeMessage(shape));
        writer.Bytes(4, bytes.Span);
        for (int i = 0; i < strings.Count; i++)
        {
            writer.AnyBytes(8, strings[i].Span);
        }
    }

    private sealed class ShapeMessage(IReadOnlyList<long> shape) : IWireMessage
    {
        public void WriteTo(WireWriter writer)
        {
            for (int i = 0; i < shape.Count; i++)
            {
                writer.Message(2, new DimMessage(shape[i]));
            }
        }
    }

    private sealed class DimMessage(long size) : IWireMessage
    {
        public void WriteTo(WireWriter writer) => writer.Int64(1, size);
    }
}
