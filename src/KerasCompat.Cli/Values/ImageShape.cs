using KerasCompat.Contracts;

namespace KerasCompat.Cli.Values;

/// <summary>What an input wants of an image.</summary>
/// <param name="Height">The height; null where any will do.</param>
/// <param name="Width">The width; null where any will do.</param>
/// <param name="Channels">1 for grey, 3 for RGB, 4 for RGBA.</param>
/// <param name="HasChannels">Whether the channels are a dimension of their own.</param>
internal readonly record struct ImageShape(int? Height, int? Width, int Channels, bool HasChannels)
{
    /// <summary>Reads the wish from an input's shape, whose last dimension is the channels where it is 1, 3 or 4.</summary>
    /// <exception cref="FormatException">No image has such a shape.</exception>
    public static ImageShape Of(TensorShape shape)
    {
        if (shape.Rank is < 2 or > 4)
        {
            throw new FormatException($"an input of shape {shape} takes no image");
        }

        ReadOnlySpan<long> sizes = shape.Dimensions.ToArray();
        if (shape.Rank > 2 && sizes[^1] is 1 or 3 or 4)
        {
            return new ImageShape(Known(sizes[^3]), Known(sizes[^2]), (int)sizes[^1], true);
        }

        return shape.Rank == 4
            ? throw new FormatException($"an input of shape {shape} takes no image: its last dimension is not 1, 3 or 4 channels")
            : new ImageShape(Known(sizes[^2]), Known(sizes[^1]), 1, false);
    }

    private static int? Known(long size) => size switch
    {
        TensorShape.UnknownDimension => null,
        > 0 and <= 1 << 16 => (int)size,
        _ => throw new FormatException($"no image is {size} pixels high or wide"),
    };
}
