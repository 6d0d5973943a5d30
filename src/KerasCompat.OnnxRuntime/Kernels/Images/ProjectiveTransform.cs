using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>Rotates, shears and zooms images (tensorflow/core/kernels/image/image_ops.h, ProjectiveGenerator), in single precision as TensorFlow does.</summary>
internal static class ProjectiveTransform
{
    private const int Coefficients = 8;

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("ImageProjectiveTransformV2", context => Run(context, 0));
        table.Add("ImageProjectiveTransformV3", context => Run(context, (float)Numbers.Scalar(context, 3)));
    }

    /// <summary>Inputs: images [batch, height, width, channels]; for each, or for all, eight coefficients from places in the output to places in the image; the output's size.</summary>
    private static void Run(KernelContext context, float fill)
    {
        HostTensor images = context.Input(0), transforms = context.Input(1);
        long[] size = context.Integers(2);
        KernelContext.Require(images.Rank == 4, $"images must be rank 4, got {images}");
        KernelContext.Require(
            transforms.Rank == 2 && transforms.Shape[1] == Coefficients && (transforms.Shape[0] == 1 || transforms.Shape[0] == images.Shape[0]),
            $"Input transform should be num_images x 8 or 1 x 8, got {transforms}");
        KernelContext.Require(size.Length == 2 && size[0] > 0 && size[1] > 0, $"output_shape must be two positive numbers, got [{string.Join(',', size)}]");
        bool nearest = context.Attributes.String("interpolation", "NEAREST").Equals("NEAREST", StringComparison.OrdinalIgnoreCase);
        Func<float, int, float> place = Placing(context.Attributes.String("fill_mode", "CONSTANT"));
        double[] pixels = Numbers.ToDoubles(images);
        float[] coefficients = Array.ConvertAll(Numbers.ToDoubles(transforms), value => (float)value);
        int batch = (int)images.Shape[0], height = (int)images.Shape[1], width = (int)images.Shape[2], depth = (int)images.Shape[3];
        HostTensor output = context.Allocate(0, images.DType, [batch, (nint)size[0], (nint)size[1], depth]);
        var values = new double[output.Count];
        int at = 0;
        for (int image = 0; image < batch; image++)
        {
            ReadOnlySpan<float> t = coefficients.AsSpan(transforms.Shape[0] == 1 ? 0 : image * Coefficients, Coefficients);
            var plane = new Plane(pixels, image * height * width * depth, height, width, depth, fill);
            for (int y = 0; y < size[0]; y++)
            {
                for (int x = 0; x < size[1]; x++, at += depth)
                {
                    float scale = (t[6] * x) + (t[7] * y) + 1;
                    float column = place(((t[0] * x) + (t[1] * y) + t[2]) / scale, width), row = place(((t[3] * x) + (t[4] * y) + t[5]) / scale, height);
                    bool outside = scale == 0 || !(column >= 0 && column <= width - 1 && row >= 0 && row <= height - 1);
                    for (int c = 0; c < depth; c++)
                    {
                        values[at + c] = outside ? fill : nearest ? plane.Nearest(row, column, c) : plane.Bilinear(row, column, c);
                    }
                }
            }
        }

        Numbers.Write(output, values);
    }

    /// <summary>Where a place outside of the image is taken from; CONSTANT leaves it outside.</summary>
    private static Func<float, int, float> Placing(string mode) => mode.ToUpperInvariant() switch
    {
        "CONSTANT" => static (place, _) => place,
        "NEAREST" => static (place, size) => Clamp(place, size),
        "REFLECT" => static (place, size) => Clamp(Reflected(place, size), size),
        "WRAP" => static (place, size) => Clamp(Wrapped(place, size), size),
        _ => throw KernelContext.Refuse($"fill_mode must be REFLECT, WRAP, CONSTANT or NEAREST, got {mode}"),
    };

    private static float Clamp(float place, int size) => Math.Min(Math.Max(place, 0), size - 1);

    /// <summary>abcd becomes dcba|abcd|dcba.</summary>
    private static float Reflected(float place, int size)
    {
        float period = 2 * size;
        if (size <= 1)
        {
            return 0;
        }

        if (place < 0)
        {
            place += period * (long)(-place / period);
            return place < -size ? place + period : -place - 1;
        }

        if (place <= size - 1)
        {
            return place;
        }

        place -= period * (long)(place / period);
        return place >= size ? period - place - 1 : place;
    }

    /// <summary>abcd becomes abcd|abcd|abcd.</summary>
    private static float Wrapped(float place, int size) =>
        size <= 1 ? 0
        : place < 0 ? place + (size * ((long)(-place / (size - 1)) + 1))
        : place > size - 1 ? place - (size * (long)(place / (size - 1)))
        : place;

    /// <summary>The pixels of one image.</summary>
    private readonly record struct Plane(double[] Pixels, int Start, int Height, int Width, int Depth, float Fill)
    {
        public float Nearest(float row, float column, int channel) =>
            At((int)MathF.Round(row, MidpointRounding.AwayFromZero), (int)MathF.Round(column, MidpointRounding.AwayFromZero), channel);

        public float Bilinear(float row, float column, int channel)
        {
            float top = MathF.Floor(row), left = MathF.Floor(column), bottom = top + 1, right = left + 1;
            float above = ((right - column) * At((int)top, (int)left, channel)) + ((column - left) * At((int)top, (int)right, channel));
            float below = ((right - column) * At((int)bottom, (int)left, channel)) + ((column - left) * At((int)bottom, (int)right, channel));
            return ((bottom - row) * above) + ((row - top) * below);
        }

        private float At(int row, int column, int channel) => row >= 0 && row < Height && column >= 0 && column < Width
            ? (float)Pixels[Start + (((row * Width) + column) * Depth) + channel]
            : Fill;
    }
}
