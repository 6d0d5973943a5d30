namespace KerasCompat.Engines;

/// <summary>How many elements a shape has.</summary>
internal static class TensorSize
{
    /// <summary>The product of the dimensions; 1 for a scalar.</summary>
    /// <param name="shape">The size of each dimension.</param>
    /// <exception cref="ModelArgumentException">A dimension is negative, or there are more elements than fit in 63 bits.</exception>
    public static long Count(ReadOnlySpan<nint> shape)
    {
        long count = 1;
        foreach (nint dimension in shape)
        {
            if (dimension < 0 || (dimension != 0 && count > long.MaxValue / dimension))
            {
                throw new ModelArgumentException($"No tensor has the shape {ShapeText.Write(shape)}.");
            }

            count *= dimension;
        }

        return count;
    }
}
