namespace KerasCompat.Cli.Numpy;

/// <summary>Brings elements into row-major order.</summary>
internal static class RowMajor
{
    /// <summary>A copy of elements, of which the first index runs fastest, with the last index running fastest.</summary>
    /// <param name="source">The elements.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="size">Bytes per element.</param>
    public static byte[] FromColumnMajor(ReadOnlySpan<byte> source, ReadOnlySpan<nint> shape, int size)
    {
        var target = new byte[source.Length];
        var strides = new nint[shape.Length];
        nint stride = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        var position = new nint[shape.Length];
        nint from = 0;
        for (int to = 0; to < target.Length; to += size)
        {
            source.Slice((int)from * size, size).CopyTo(target.AsSpan(to));
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                from += strides[d];
                if (++position[d] < shape[d])
                {
                    break;
                }

                from -= strides[d] * shape[d];
                position[d] = 0;
            }
        }

        return target;
    }
}
