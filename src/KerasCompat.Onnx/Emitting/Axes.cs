namespace KerasCompat.Onnx.Emitting;

/// <summary>Lists of axes, and of numbers for axes, as attributes and inputs of ONNX' operators state them.</summary>
internal static class Axes
{
    /// <summary>Axes that follow each other.</summary>
    /// <param name="first">The first one.</param>
    /// <param name="count">How many.</param>
    public static long[] Range(int first, int count)
    {
        var axes = new long[count];
        for (int i = 0; i < count; i++)
        {
            axes[i] = first + i;
        }

        return axes;
    }

    /// <summary>A 1 for each axis: the step or the dilation where none is stated.</summary>
    /// <param name="count">How many.</param>
    public static long[] Ones(int count)
    {
        var ones = new long[count];
        for (int i = 0; i < count; i++)
        {
            ones[i] = 1;
        }

        return ones;
    }
}
