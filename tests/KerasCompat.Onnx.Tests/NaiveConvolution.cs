namespace KerasCompat.Onnx.Tests;

/// <summary>
/// Two-dimensional convolutions and pools of NHWC images as their definition says (tensorflow/core/framework/kernel_shape_util.cc for the sizes),
/// to compare with.
/// </summary>
internal sealed record NaiveConvolution(int Stride, int Dilation, bool Same)
{
    public (int Size, int Before) Output(int size, int kernel)
    {
        int span = ((kernel - 1) * Dilation) + 1;
        int output = Same ? (size + Stride - 1) / Stride : (size - span + Stride) / Stride;
        return (output, Same ? Math.Max(0, ((output - 1) * Stride) + span - size) / 2 : 0);
    }

    /// <summary>A convolution with a filter [kernel, kernel, inputs per group, outputs].</summary>
    public float[] Convolve(float[] image, int height, int width, int channels, float[] filter, int kernel, int outputs)
    {
        (int rows, int top) = Output(height, kernel);
        (int columns, int left) = Output(width, kernel);
        int perGroup = filter.Length / (kernel * kernel * outputs), groups = channels / perGroup;
        var result = new float[rows * columns * outputs];
        for (int y = 0; y < rows; y++)
        {
            for (int x = 0; x < columns; x++)
            {
                for (int o = 0; o < outputs; o++)
                {
                    double sum = 0;
                    int group = o / (outputs / groups);
                    ForEach(y, x, top, left, height, width, kernel, (fy, fx, iy, ix) =>
                    {
                        for (int c = 0; c < perGroup; c++)
                        {
                            sum += image[(((iy * width) + ix) * channels) + (group * perGroup) + c]
                                * filter[(((((fy * kernel) + fx) * perGroup) + c) * outputs) + o];
                        }
                    });
                    result[(((y * columns) + x) * outputs) + o] = (float)sum;
                }
            }
        }

        return result;
    }

    /// <summary>A pool; the windows' elements are combined by <paramref name="combine"/>.</summary>
    public float[] Pool(float[] image, int height, int width, int channels, int kernel, Func<IReadOnlyList<float>, float> combine)
    {
        (int rows, int top) = Output(height, kernel);
        (int columns, int left) = Output(width, kernel);
        var result = new float[rows * columns * channels];
        for (int i = 0; i < result.Length; i++)
        {
            int channel = i % channels, x = i / channels % columns, y = i / channels / columns;
            var window = new List<float>();
            ForEach(y, x, top, left, height, width, kernel, (_, _, iy, ix) => window.Add(image[(((iy * width) + ix) * channels) + channel]));
            result[i] = combine(window);
        }

        return result;
    }

    private void ForEach(int y, int x, int top, int left, int height, int width, int kernel, Action<int, int, int, int> visit)
    {
        for (int fy = 0; fy < kernel; fy++)
        {
            for (int fx = 0; fx < kernel; fx++)
            {
                int iy = (y * Stride) - top + (fy * Dilation), ix = (x * Stride) - left + (fx * Dilation);
                if (iy >= 0 && iy < height && ix >= 0 && ix < width)
                {
                    visit(fy, fx, iy, ix);
                }
            }
        }
    }
}
