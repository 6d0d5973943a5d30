using KerasCompat.Contracts;

namespace KerasCompat.OnnxRuntime.Sessions;

/// <summary>How many elements a shape has, within what one buffer can hold.</summary>
internal static class TensorElements
{
    /// <summary>The number of elements.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="dtype">The element type.</param>
    /// <exception cref="ModelArgumentException">A dimension is negative, or the tensor has 2 GB or more.</exception>
    public static int Count(ReadOnlySpan<nint> shape, DType dtype)
    {
        long count = 1;
        long limit = int.MaxValue / Math.Max(dtype.Size(), 1);
        bool tooLarge = false;
        foreach (nint dimension in shape)
        {
            if (dimension < 0)
            {
                throw new ModelArgumentException($"No tensor has the shape [{string.Join(',', shape.ToArray())}].");
            }

            if (dimension == 0)
            {
                return 0;
            }

            tooLarge |= dimension > limit || count > limit / dimension;
            count = tooLarge ? 1 : count * dimension;
        }

        return tooLarge
            ? throw new ModelArgumentException(
                $"A {dtype.Name()} tensor of shape [{string.Join(',', shape.ToArray())}] has more than 2 GB, the most that one call can take.")
            : (int)count;
    }
}
