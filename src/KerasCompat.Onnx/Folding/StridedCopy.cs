using System.Runtime.InteropServices;

namespace KerasCompat.Onnx.Folding;

/// <summary>Copies elements that lie at regular distances: what transposes, slices and broadcasts do to a tensor.</summary>
internal static class StridedCopy
{
    /// <summary>The elements of a tensor in row-major order.</summary>
    /// <param name="source">The bytes that they are taken from.</param>
    /// <param name="size">The bytes of an element.</param>
    /// <param name="shape">The shape of the tensor.</param>
    /// <param name="steps">How many elements of the source lie between neighbours along each dimension; negative to go backwards, 0 to repeat.</param>
    /// <param name="offset">The position of the first element in the source.</param>
    public static byte[] Of(ReadOnlySpan<byte> source, int size, IReadOnlyList<long> shape, ReadOnlySpan<long> steps, long offset)
    {
        byte[] target = new byte[Strides.Count(shape) * size];
        (long[] merged, long[] distances) = Merge(shape, steps);
        switch (size)
        {
            case 1:
                Copy<byte>(source, target, merged, distances, offset);
                break;
            case 2:
                Copy<short>(source, target, merged, distances, offset);
                break;
            case 4:
                Copy<int>(source, target, merged, distances, offset);
                break;
            case 8:
                Copy<long>(source, target, merged, distances, offset);
                break;
            default:
                Copy<Int128>(source, target, merged, distances, offset);
                break;
        }

        return target;
    }

    private static void Copy<T>(ReadOnlySpan<byte> sourceBytes, Span<byte> targetBytes, long[] shape, long[] steps, long offset)
        where T : unmanaged
    {
        ReadOnlySpan<T> source = MemoryMarshal.Cast<byte, T>(sourceBytes);
        Span<T> target = MemoryMarshal.Cast<byte, T>(targetBytes);
        int row = (int)shape[^1], step = (int)steps[^1];
        var index = new long[shape.Length - 1];
        int position = (int)offset;
        for (int at = 0; at < target.Length; at += row)
        {
            if (step == 1)
            {
                source.Slice(position, row).CopyTo(target[at..]);
            }
            else
            {
                for (int i = 0, from = position; i < row; i++, from += step)
                {
                    target[at + i] = source[from];
                }
            }

            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                position += (int)steps[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                position -= (int)(steps[axis] * shape[axis]);
                index[axis] = 0;
            }
        }
    }

    /// <summary>The same walk with as few dimensions as it needs, and at least one: those of size 1 go, those that continue each other become one.</summary>
    private static (long[] Shape, long[] Steps) Merge(IReadOnlyList<long> shape, ReadOnlySpan<long> steps)
    {
        var merged = new List<long>(shape.Count);
        var distances = new List<long>(shape.Count);
        for (int i = 0; i < shape.Count; i++)
        {
            if (shape[i] == 1)
            {
                continue;
            }

            if (merged.Count > 0 && distances[^1] == steps[i] * shape[i])
            {
                merged[^1] *= shape[i];
                distances[^1] = steps[i];
            }
            else
            {
                merged.Add(shape[i]);
                distances.Add(steps[i]);
            }
        }

        return merged.Count == 0 ? ([1], [1]) : ([.. merged], [.. distances]);
    }
}
