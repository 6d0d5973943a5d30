using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>An element as a key of a dictionary: equal when its bytes are.</summary>
/// <param name="Bytes">The bytes.</param>
internal readonly record struct ElementKey(ReadOnlyMemory<byte> Bytes)
{
    public static ElementKey Of(HostTensor tensor, int index)
    {
        int size = tensor.DType.Size();
        return new ElementKey(tensor.IsString ? tensor.Strings[index] : tensor.Bytes.Slice(index * size, size).ToArray());
    }

    public bool Equals(ElementKey other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }
}
