using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Convolution;

/// <summary>Pools in double precision, and their gradients (tensorflow/core/kernels/maxpooling_op.cc, avgpooling_op.cc).</summary>
internal static class PoolingKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach (string rank in (string[])["", "3D"])
        {
            table.Add("AvgPool" + rank, Average);
            table.Add("AvgPool" + rank + "Grad", AverageGradient);
            table.Add("MaxPool" + rank + "Grad", MaximumGradient);
        }
    }

    private static void Average(KernelContext context)
    {
        HostTensor images = context.Input(0);
        var layout = ImageLayout.Of(context.Attributes, images.Rank);
        var window = new WindowGeometry(context.Attributes, layout, layout.Sizes(images.Shape), Sizes(context, layout));
        int channels = layout.Channels(images.Shape);
        double[] x = layout.Read(images);
        HostTensor output = context.Allocate(0, images.DType, layout.Shape(images.Shape[0], window.Output, channels));
        var y = new double[output.Count];
        window.Visit((int)images.Shape[0], (pixels, result) =>
        {
            double share = 1d / pixels.Count(pixel => pixel >= 0);
            foreach (int pixel in pixels.Where(pixel => pixel >= 0))
            {
                for (int c = 0; c < channels; c++)
                {
                    y[(result * channels) + c] += x[(pixel * channels) + c] * share;
                }
            }
        }, context.CancellationToken);
        layout.Write(output, y);
    }

    /// <summary>Inputs: the images' shape, gradient of the result. Each pixel of a window has an equal share.</summary>
    private static void AverageGradient(KernelContext context)
    {
        HostTensor gradient = context.Input(1);
        nint[] shape = KernelShapes.ToShape(context.Integers(0));
        var layout = ImageLayout.Of(context.Attributes, gradient.Rank);
        KernelContext.Require(shape.Length == gradient.Rank, $"orig_input_shape must have {gradient.Rank} numbers, got {shape.Length}");
        var window = new WindowGeometry(context.Attributes, layout, layout.Sizes(shape), Sizes(context, layout));
        Require(layout, window, gradient);
        int channels = layout.Channels(shape);
        double[] dy = layout.Read(gradient);
        HostTensor output = context.Allocate(0, gradient.DType, shape);
        var dx = new double[output.Count];
        window.Visit((int)shape[0], (pixels, result) =>
        {
            double share = 1d / pixels.Count(pixel => pixel >= 0);
            foreach (int pixel in pixels.Where(pixel => pixel >= 0))
            {
                for (int c = 0; c < channels; c++)
                {
                    dx[(pixel * channels) + c] += dy[(result * channels) + c] * share;
                }
            }
        }, context.CancellationToken);
        layout.Write(output, dx);
    }

    /// <summary>Inputs: images, the result, gradient of the result. The first pixel of a window that is its maximum has it all.</summary>
    private static void MaximumGradient(KernelContext context)
    {
        HostTensor images = context.Input(0), gradient = context.Input(2);
        var layout = ImageLayout.Of(context.Attributes, images.Rank);
        var window = new WindowGeometry(context.Attributes, layout, layout.Sizes(images.Shape), Sizes(context, layout));
        Require(layout, window, gradient);
        int channels = layout.Channels(images.Shape);
        double[] x = layout.Read(images), dy = layout.Read(gradient);
        HostTensor output = context.Allocate(0, gradient.DType, images.Shape);
        var dx = new double[output.Count];
        window.Visit((int)images.Shape[0], (pixels, result) =>
        {
            for (int c = 0; c < channels; c++)
            {
                int best = -1;
                foreach (int pixel in pixels.Where(pixel => pixel >= 0))
                {
                    best = best < 0 || x[(pixel * channels) + c] > x[(best * channels) + c] ? pixel : best;
                }

                if (best >= 0)
                {
                    dx[(best * channels) + c] += dy[(result * channels) + c];
                }
            }
        }, context.CancellationToken);
        layout.Write(output, dx);
    }

    private static int[] Sizes(KernelContext context, ImageLayout layout)
    {
        IReadOnlyList<long> sizes = context.Attributes.Ints("ksize");
        KernelContext.Require(sizes.Count == layout.Rank && sizes[0] == 1 && sizes[layout.ChannelsFirst ? 1 : layout.Rank - 1] == 1, "it pools over images or channels");
        return layout.Spatial(sizes, 1);
    }

    private static void Require(ImageLayout layout, WindowGeometry window, HostTensor gradient) => KernelContext.Require(
        layout.Sizes(gradient.Shape).AsSpan().SequenceEqual(window.Output), $"the gradient {gradient} does not have the size of the pool's result");
}
