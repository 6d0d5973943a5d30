using System.Buffers;
using System.Buffers.Binary;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>An element, or a slice of them, as a key of a dictionary: equal when its bytes are.</summary>
/// <param name="Bytes">The bytes.</param>
internal readonly record struct ElementKey(ReadOnlyMemory<byte> Bytes)
{
    public static ElementKey Of(HostTensor tensor, int index)
    {
        int size = tensor.DType.Size();
        return new ElementKey(tensor.IsString ? tensor.Strings[index] : tensor.Bytes.Slice(index * size, size).ToArray());
    }

    /// <summary>All elements that have one index along an axis, as one key.</summary>
    public static ElementKey OfSlice(HostTensor tensor, int axis, int index)
    {
        int inner = KernelShapes.Count(tensor.Shape[(axis + 1)..]), outer = KernelShapes.Count(tensor.Shape[..axis]);
        if (inner == 1 && outer == 1)
        {
            return Of(tensor, index);
        }

        var bytes = new ArrayBufferWriter<byte>();
        for (int o = 0; o < outer; o++)
        {
            int first = ((o * (int)tensor.Shape[axis]) + index) * inner;
            for (int i = first; i < first + inner; i++)
            {
                ReadOnlySpan<byte> element = Of(tensor, i).Bytes.Span;
                BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(sizeof(int)), element.Length);
                bytes.Advance(sizeof(int));
                bytes.Write(element);
            }
        }

        return new ElementKey(bytes.WrittenMemory);
    }

    public bool Equals(ElementKey other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }
}
