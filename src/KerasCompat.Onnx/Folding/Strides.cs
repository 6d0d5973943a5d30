namespace KerasCompat.Onnx.Folding;

/// <summary>Row-major positions.</summary>
internal static class Strides
{
    public static long[] Of(IReadOnlyList<long> shape)
    {
        var strides = new long[shape.Count];
        long step = 1;
        for (int i = shape.Count - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= shape[i];
        }

        return strides;
    }

    public static long Count(IReadOnlyList<long> shape) => shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>For every element of a broadcast result, in order, the position of the element that it comes from.</summary>
    public static int[] Broadcast(IReadOnlyList<long> from, IReadOnlyList<long> to) => Walk(to, BroadcastSteps(from, to), 0);

    /// <summary>How far to step in a tensor for each dimension of what it is broadcast to.</summary>
    public static long[] BroadcastSteps(IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        long[] strides = Of(from);
        var steps = new long[to.Count];
        for (int i = 0; i < from.Count; i++)
        {
            steps[i + to.Count - from.Count] = from[i] == 1 ? 0 : strides[i];
        }

        return steps;
    }

    /// <summary>The positions reached by stepping through <paramref name="shape"/> in row-major order with a step per dimension.</summary>
    public static int[] Walk(IReadOnlyList<long> shape, long[] steps, long offset)
    {
        var positions = new int[Count(shape)];
        var index = new long[shape.Count];
        long position = offset;
        for (int i = 0; i < positions.Length; i++)
        {
            positions[i] = (int)position;
            for (int axis = shape.Count - 1; axis >= 0; axis--)
            {
                position += steps[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                position -= steps[axis] * shape[axis];
                index[axis] = 0;
            }
        }

        return positions;
    }
}
