using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>Gradients of resized images (tensorflow/core/kernels/image/resize_bilinear_op.cc, resize_nearest_neighbor_op.cc): each pixel hands its gradient back to those that it was made of.</summary>
internal static class ResizeGradientKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("ResizeBilinearGrad", context =>
        {
            HostTensor original = context.Input(1);
            KernelContext.Require(original.Rank == 4, $"original_image must be 4-dimensional, got {original}");
            Run(context, (int)original.Shape[1], (int)original.Shape[2], original.DType, Between);
        });
        table.Add("ResizeNearestNeighborGrad", context =>
        {
            long[] size = context.Integers(1);
            KernelContext.Require(size.Length == 2 && size[0] > 0 && size[1] > 0, "size must be two positive numbers");
            Run(context, checked((int)size[0]), checked((int)size[1]), context.Input(0).DType, Nearest);
        });
    }

    private static void Run(KernelContext context, int height, int width, DType type, Func<KernelContext, int, int, Share[][]> shares)
    {
        HostTensor gradient = context.Input(0);
        KernelContext.Require(gradient.Rank == 4, $"grads must be 4-dimensional, got {gradient}");
        int batch = (int)gradient.Shape[0], rows = (int)gradient.Shape[1], columns = (int)gradient.Shape[2], depth = (int)gradient.Shape[3];
        Share[][] fromRows = shares(context, height, rows), fromColumns = shares(context, width, columns);
        double[] given = Numbers.ToDoubles(gradient);
        HostTensor output = context.Allocate(0, type, [batch, height, width, depth]);
        var sums = new double[output.Count];
        for (int i = 0; i < given.Length; i++)
        {
            int channel = i % depth, x = i / depth % columns, y = i / depth / columns % rows, image = i / depth / columns / rows;
            foreach (Share row in fromRows[y])
            {
                foreach (Share column in fromColumns[x])
                {
                    sums[(((((image * height) + row.Pixel) * width) + column.Pixel) * depth) + channel] += given[i] * row.Weight * column.Weight;
                }
            }
        }

        Numbers.Write(output, sums);
    }

    /// <summary>Each pixel lies between two of the image.</summary>
    private static Share[][] Between(KernelContext context, int size, int resized)
    {
        (float scale, bool half) = Scale(context, size, resized);
        return [.. Enumerable.Range(0, resized).Select(i =>
        {
            float place = half ? ((i + 0.5f) * scale) - 0.5f : i * scale;
            int lower = Math.Max((int)MathF.Floor(place), 0), upper = Math.Min((int)MathF.Ceiling(place), size - 1);
            float part = place - MathF.Floor(place);
            return (Share[])[new(lower, 1 - part), new(upper, part)];
        })];
    }

    private static Share[][] Nearest(KernelContext context, int size, int resized)
    {
        (float scale, bool half) = Scale(context, size, resized);
        bool alignCorners = context.Attributes.Bool("align_corners", false);
        return [.. Enumerable.Range(0, resized).Select(i =>
        {
            float place = half ? (i + 0.5f) * scale : i * scale;
            int pixel = alignCorners ? (int)MathF.Round(place, MidpointRounding.AwayFromZero) : (int)MathF.Floor(place);
            return (Share[])[new(Math.Clamp(pixel, 0, size - 1), 1)];
        })];
    }

    private static (float Scale, bool HalfPixels) Scale(KernelContext context, int size, int resized) =>
        context.Attributes.Bool("align_corners", false) && resized > 1
            ? ((size - 1) / (float)(resized - 1), false)
            : (size / (float)resized, context.Attributes.Bool("half_pixel_centers", false));

    /// <summary>How much a pixel of the image had in one of the result.</summary>
    private readonly record struct Share(int Pixel, float Weight);
}
