namespace KerasCompat.Cli.Values;

/// <summary>Resizes as <c>tf.image.resize(image, size)</c> does by default: bilinear, half-pixel centres, no antialiasing.</summary>
internal static class BilinearResize
{
    /// <summary>Resizes an image of interleaved channels; an image of the wanted size is given back as it is.</summary>
    public static float[] Resize(float[] source, int height, int width, int channels, int toHeight, int toWidth)
    {
        if (height == toHeight && width == toWidth)
        {
            return source;
        }

        var target = new float[toHeight * toWidth * channels];
        for (int y = 0; y < toHeight; y++)
        {
            (int top, int bottom, float down) = Neighbours(y, height, toHeight);
            for (int x = 0; x < toWidth; x++)
            {
                (int left, int right, float across) = Neighbours(x, width, toWidth);
                for (int c = 0; c < channels; c++)
                {
                    float upper = Mix(source[(((top * width) + left) * channels) + c], source[(((top * width) + right) * channels) + c], across);
                    float lower = Mix(source[(((bottom * width) + left) * channels) + c], source[(((bottom * width) + right) * channels) + c], across);
                    target[(((y * toWidth) + x) * channels) + c] = Mix(upper, lower, down);
                }
            }
        }

        return target;
    }

    private static (int First, int Second, float Share) Neighbours(int position, int from, int to)
    {
        float centre = ((position + 0.5f) * ((float)from / to)) - 0.5f;
        float floor = MathF.Floor(centre);
        return (Math.Max((int)floor, 0), Math.Min((int)floor + 1, from - 1), centre - floor);
    }

    private static float Mix(float first, float second, float share) => first + ((second - first) * share);
}
