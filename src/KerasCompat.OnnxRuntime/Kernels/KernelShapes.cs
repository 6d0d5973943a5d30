using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>What kernels say about shapes: axes, strides, broadcasting.</summary>
internal static class KernelShapes
{
    /// <summary>An axis counted from the front.</summary>
    /// <param name="axis">The axis, negative when counted from the end.</param>
    /// <param name="rank">The rank of the tensor.</param>
    /// <exception cref="KernelException">There is no such axis.</exception>
    public static int Axis(long axis, int rank)
    {
        KernelContext.Require(axis >= -rank && axis < rank, $"axis {axis} is not in the range [{-rank}, {rank})");
        return (int)(axis < 0 ? axis + rank : axis);
    }

    /// <summary>The product of the dimensions, within what a tensor can have.</summary>
    /// <param name="shape">The dimensions.</param>
    public static int Count(ReadOnlySpan<nint> shape)
    {
        long count = 1;
        foreach (nint dimension in shape)
        {
            count = checked(count * dimension);
        }

        return checked((int)count);
    }

    /// <summary>How far apart the elements of each dimension are, in row-major order.</summary>
    /// <param name="shape">The dimensions.</param>
    public static int[] Strides(ReadOnlySpan<nint> shape)
    {
        int[] strides = new int[shape.Length];
        int stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride = checked(stride * (int)shape[i]);
        }

        return strides;
    }

    /// <summary>The shape that two shapes broadcast to.</summary>
    /// <exception cref="KernelException">They do not fit.</exception>
    public static nint[] Broadcast(ReadOnlySpan<nint> left, ReadOnlySpan<nint> right)
    {
        int rank = Math.Max(left.Length, right.Length);
        var shape = new nint[rank];
        for (int i = 0; i < rank; i++)
        {
            nint a = i < rank - left.Length ? 1 : left[i - (rank - left.Length)];
            nint b = i < rank - right.Length ? 1 : right[i - (rank - right.Length)];
            if (a != b && a != 1 && b != 1)
            {
                throw KernelContext.Refuse($"Incompatible shapes: {Write(left)} vs. {Write(right)}");
            }

            shape[i] = a == 1 ? b : a;
        }

        return shape;
    }

    /// <summary>How far apart the elements of a tensor are that meet those of a broadcast shape: 0 where one meets them all; null where that differs.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="to">The shape that it is broadcast to.</param>
    public static int? Step(HostTensor tensor, ReadOnlySpan<nint> to) => tensor.Shape.SequenceEqual(to) ? 1 : tensor.Count == 1 ? 0 : null;

    /// <summary>For every element of a broadcast shape, in row-major order, the position of the element that a tensor has there.</summary>
    /// <param name="from">The shape of the tensor.</param>
    /// <param name="to">The shape that it is broadcast to.</param>
    public static int[] BroadcastIndices(ReadOnlySpan<nint> from, ReadOnlySpan<nint> to)
    {
        int[] strides = new int[to.Length];
        int[] own = Strides(from);
        int lead = to.Length - from.Length;
        for (int i = 0; i < from.Length; i++)
        {
            KernelContext.Require(from[i] == 1 || from[i] == to[i + lead], $"shape {Write(from)} does not broadcast to {Write(to)}");
            strides[i + lead] = from[i] == 1 ? 0 : own[i];
        }

        return Indices(to, strides, 0);
    }

    /// <summary>For every element of a shape, in row-major order, its position in a strided layout.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="strides">How far apart the elements of each dimension are.</param>
    /// <param name="start">The position of the first element.</param>
    public static int[] Indices(ReadOnlySpan<nint> shape, ReadOnlySpan<int> strides, int start)
    {
        int[] indices = new int[Count(shape)];
        Span<nint> position = stackalloc nint[shape.Length];
        position.Clear();
        int current = start;
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = current;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
            {
                position[axis]++;
                current += strides[axis];
                if (position[axis] < shape[axis])
                {
                    break;
                }

                current -= (int)shape[axis] * strides[axis];
                position[axis] = 0;
            }
        }

        return indices;
    }

    /// <summary>Copies elements that lie in a strided layout, in the row-major order of their shape, whatever their type.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="strides">How far apart the elements of each dimension are.</param>
    /// <param name="start">The position of the first element.</param>
    /// <param name="destination">Where they go; of as many elements.</param>
    public static void Gather(HostTensor source, ReadOnlySpan<nint> shape, ReadOnlySpan<int> strides, int start, HostTensor destination)
    {
        if (source.IsString)
        {
            Gather(source.Strings, shape, strides, start, destination.Strings);
        }
        else if (source.IsObject)
        {
            Gather(source.Objects, shape, strides, start, destination.Objects);
        }
        else
        {
            switch (KerasCompat.Contracts.DTypes.Size(source.DType))
            {
                case 1: Gather(source.Values<byte>(), shape, strides, start, destination.Values<byte>()); break;
                case 2: Gather(source.Values<ushort>(), shape, strides, start, destination.Values<ushort>()); break;
                case 4: Gather(source.Values<uint>(), shape, strides, start, destination.Values<uint>()); break;
                case 8: Gather(source.Values<ulong>(), shape, strides, start, destination.Values<ulong>()); break;
                default: Gather(source.Values<UInt128>(), shape, strides, start, destination.Values<UInt128>()); break;
            }
        }
    }

    /// <summary>The position of each element of a result that takes, along each axis, the given elements of a tensor.</summary>
    /// <param name="from">The shape of the tensor.</param>
    /// <param name="sources">For each axis, which element of the tensor's axis each of the result's is.</param>
    public static int[] Indices(ReadOnlySpan<nint> from, int[][] sources)
    {
        int[] strides = Strides(from);
        int[] positions = [0];
        for (int axis = 0; axis < sources.Length; axis++)
        {
            var next = new int[checked(positions.Length * sources[axis].Length)];
            int at = 0;
            foreach (int position in positions)
            {
                foreach (int source in sources[axis])
                {
                    next[at++] = position + (source * strides[axis]);
                }
            }

            positions = next;
        }

        return positions;
    }

    /// <summary>Copies the elements at some positions, in their order, whatever their type.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="indices">The position of each.</param>
    /// <param name="destination">Where they go; of as many elements.</param>
    public static void Gather(HostTensor source, ReadOnlySpan<int> indices, HostTensor destination)
    {
        if (source.IsString)
        {
            Gather(source.Strings, indices, destination.Strings);
        }
        else if (source.IsObject)
        {
            Gather(source.Objects, indices, destination.Objects);
        }
        else
        {
            switch (KerasCompat.Contracts.DTypes.Size(source.DType))
            {
                case 1: Gather(source.Values<byte>(), indices, destination.Values<byte>()); break;
                case 2: Gather(source.Values<ushort>(), indices, destination.Values<ushort>()); break;
                case 4: Gather(source.Values<uint>(), indices, destination.Values<uint>()); break;
                case 8: Gather(source.Values<ulong>(), indices, destination.Values<ulong>()); break;
                default: Gather(source.Values<UInt128>(), indices, destination.Values<UInt128>()); break;
            }
        }
    }

    /// <summary>As in <c>[2,10]</c>.</summary>
    public static string Write(ReadOnlySpan<nint> shape) => $"[{string.Join(',', shape.ToArray())}]";

    /// <summary>A shape or a part of one from integers.</summary>
    public static nint[] ToShape(ReadOnlySpan<long> dimensions)
    {
        var shape = new nint[dimensions.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = checked((nint)dimensions[i]);
        }

        return shape;
    }

    /// <summary>Row by row: the innermost dimension that has more than one element is a loop of its own.</summary>
    private static void Gather<T>(ReadOnlySpan<T> source, ReadOnlySpan<nint> shape, ReadOnlySpan<int> strides, int start, Span<T> destination)
    {
        int inner = shape.Length;
        while (inner > 0 && shape[inner - 1] == 1)
        {
            inner--;
        }

        if (destination.IsEmpty)
        {
            return;
        }

        if (inner == 0)
        {
            destination[0] = source[start];
            return;
        }

        int count = (int)shape[inner - 1], stride = strides[inner - 1];
        foreach (int row in Indices(shape[..(inner - 1)], strides[..(inner - 1)], start))
        {
            if (stride == 1)
            {
                source.Slice(row, count).CopyTo(destination);
            }
            else
            {
                for (int i = 0; i < count; i++)
                {
                    destination[i] = source[row + (i * stride)];
                }
            }

            destination = destination[count..];
        }
    }

    private static void Gather<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> indices, Span<T> destination)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            destination[i] = source[indices[i]];
        }
    }
}
