using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Lists;

/// <summary>A list of tensors, TensorFlow's <c>TensorList</c>. Changing one makes another, so that lists may be shared.</summary>
/// <param name="DType">The element type of the tensors.</param>
/// <param name="ElementShape">What is known of their shape; null when not even the rank is, -1 for an unknown dimension.</param>
/// <param name="Items">The tensors; null where none was set yet.</param>
internal sealed record TensorListValue(DType DType, long[]? ElementShape, HostTensor?[] Items)
{
    /// <summary>The shape in which missing elements are zeros: all that is known by the list, a caller or another element.</summary>
    public nint[] ShapeOfMissing(long[]? wanted)
    {
        nint[]? known = null;
        foreach (HostTensor? item in Items)
        {
            if (item is not null)
            {
                known = item.Shape.ToArray();
                break;
            }
        }

        long[] shape = known is not null ? Array.ConvertAll(known, d => (long)d) : Merge(ElementShape, wanted) ?? throw KernelContext.Refuse("a list without elements of known shape cannot be read");
        return Array.TrueForAll(shape, d => d >= 0) ? KernelShapes.ToShape(shape) : throw KernelContext.Refuse($"the shape [{string.Join(',', shape)}] of the list's elements is not fully known");
    }

    /// <summary>An element, zeros when it was not set.</summary>
    public HostTensor Item(int index, long[]? wanted)
    {
        KernelContext.Require(index >= 0 && index < Items.Length, $"trying to access element {index} in a list with {Items.Length} elements");
        if (Items[index] is { } item)
        {
            return item;
        }

        HostTensor zeros = HostTensor.Allocate(DType, ShapeOfMissing(wanted));
        zeros.Bytes.Clear();
        return zeros;
    }

    public static long[]? Merge(long[]? a, long[]? b)
    {
        if (a is null || b is null || a.Length != b.Length)
        {
            return a ?? b;
        }

        return [.. a.Zip(b, (x, y) => x >= 0 ? x : y)];
    }
}
