using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Convolution;

/// <summary>
/// Convolutions and their gradients (tensorflow/core/ops/nn_ops.cc), in double precision: for float64, which ONNX Runtime convolves in single precision
/// only, and for gradients of filters, which it lacks.
/// </summary>
internal static class ConvolutionKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach (string op in (string[])["Conv", "Conv2D", "Conv3D", "DepthwiseConv2dNative"])
        {
            table.Add(op, Forward);
        }

        foreach (string op in (string[])["Conv2DBackpropInput", "Conv3DBackpropInputV2", "DepthwiseConv2dNativeBackpropInput"])
        {
            table.Add(op, OfInput);
        }

        foreach (string op in (string[])["Conv2DBackpropFilter", "Conv3DBackpropFilterV2", "DepthwiseConv2dNativeBackpropFilter"])
        {
            table.Add(op, OfFilter);
        }
    }

    /// <summary>Inputs: images, filter.</summary>
    private static void Forward(KernelContext context)
    {
        HostTensor images = context.Input(0), filter = context.Input(1);
        var layout = ImageLayout.Of(context.Attributes, images.Rank);
        KernelContext.Require(images.Rank == filter.Rank && images.Rank >= 3, $"images {images} and filter {filter} do not fit");
        var shape = new Product(context, layout, layout.Sizes(images.Shape), filter.Shape, layout.Channels(images.Shape));
        double[] x = layout.Read(images), w = Numbers.ToDoubles(filter);
        HostTensor output = context.Allocate(0, images.DType, layout.Shape(images.Shape[0], shape.Window.Output, shape.Filters));
        var y = new double[output.Count];
        shape.Run(context, (int)images.Shape[0], (pixel, tap, result) => shape.Add(x, pixel, w, tap, y, result));
        layout.Write(output, y);
    }

    /// <summary>Inputs: the images' sizes, filter, gradient of the result.</summary>
    private static void OfInput(KernelContext context)
    {
        HostTensor filter = context.Input(1), gradient = context.Input(2);
        long[] sizes = context.Integers(0);
        var layout = ImageLayout.Of(context.Attributes, gradient.Rank);
        int spatialRank = gradient.Rank - 2, depth = (int)filter.Shape[spatialRank];
        int[] image = sizes.Length == spatialRank ? [.. sizes.Select(size => checked((int)size))] : layout.Sizes(KernelShapes.ToShape(sizes));
        int channels = sizes.Length == spatialRank ? depth : layout.Channels(KernelShapes.ToShape(sizes));
        var shape = new Product(context, layout, image, filter.Shape, channels);
        shape.Require(layout, gradient);
        double[] w = Numbers.ToDoubles(filter), dy = layout.Read(gradient);
        HostTensor output = context.Allocate(0, gradient.DType, layout.Shape(gradient.Shape[0], image, channels));
        var dx = new double[output.Count];
        shape.Run(context, (int)gradient.Shape[0], (pixel, tap, result) => shape.AddToImage(dx, pixel, w, tap, dy, result));
        layout.Write(output, dx);
    }

    /// <summary>Inputs: images, the filter's sizes, gradient of the result.</summary>
    private static void OfFilter(KernelContext context)
    {
        HostTensor images = context.Input(0), gradient = context.Input(2);
        nint[] filter = KernelShapes.ToShape(context.Integers(1));
        var layout = ImageLayout.Of(context.Attributes, images.Rank);
        KernelContext.Require(filter.Length == images.Rank && images.Rank >= 3, $"images {images} and filter {KernelShapes.Write(filter)} do not fit");
        var shape = new Product(context, layout, layout.Sizes(images.Shape), filter, layout.Channels(images.Shape));
        shape.Require(layout, gradient);
        double[] x = layout.Read(images), dy = layout.Read(gradient);
        HostTensor output = context.Allocate(0, gradient.DType, filter);
        var dw = new double[output.Count];
        shape.Run(context, (int)images.Shape[0], (pixel, tap, result) => shape.AddToFilter(x, pixel, dw, tap, dy, result));
        Numbers.Write(output, dw);
    }

    /// <summary>A convolution as products of a pixel's channels with the filter's numbers at one place, for groups of channels.</summary>
    private sealed class Product
    {
        private readonly int _channels;
        private readonly int _perGroup;
        private readonly int _filtersPerGroup;

        public Product(KernelContext context, ImageLayout layout, int[] image, ReadOnlySpan<nint> filter, int channels)
        {
            bool depthwise = context.Node.Op.StartsWith("Depthwise", StringComparison.Ordinal);
            int depth = checked((int)filter[^2]), last = checked((int)filter[^1]);
            KernelContext.Require(depthwise ? channels == depth : depth > 0 && channels % depth == 0, $"{channels} channels do not fit the filter's {depth}");
            _channels = channels;
            int groups = depthwise ? Math.Max(channels, 1) : channels / depth;
            _perGroup = depthwise ? 1 : depth;
            Filters = depthwise ? channels * last : last;
            KernelContext.Require(groups > 0 && Filters % groups == 0, $"{Filters} filters do not fit {groups} groups of channels");
            _filtersPerGroup = Filters / groups;
            var window = new int[filter.Length - 2];
            for (int i = 0; i < window.Length; i++)
            {
                window[i] = checked((int)filter[i]);
            }

            Window = new WindowGeometry(context.Attributes, layout, image, window);
        }

        public WindowGeometry Window { get; }

        public int Filters { get; }

        public void Require(ImageLayout layout, HostTensor gradient) => KernelContext.Require(
            layout.Sizes(gradient.Shape).AsSpan().SequenceEqual(Window.Output) && layout.Channels(gradient.Shape) == Filters,
            $"the gradient {gradient} does not have the size of the convolution's result, [{string.Join(',', Window.Output.ToArray())}] of {Filters} channels");

        /// <summary>Visits each place of the filter at each pixel of the result: pixel of the image, place, pixel of the result.</summary>
        public void Run(KernelContext context, int batch, Action<int, int, int> visit) => Window.Visit(
            batch,
            (pixels, result) =>
            {
                for (int tap = 0; tap < pixels.Length; tap++)
                {
                    if (pixels[tap] >= 0)
                    {
                        visit(pixels[tap], tap, result);
                    }
                }
            },
            context.CancellationToken);

        public void Add(double[] x, int pixel, double[] w, int tap, double[] y, int result)
        {
            for (int c = 0; c < _channels; c++)
            {
                AddProduct(x[(pixel * _channels) + c], Weights(w, tap, c), Results(y, result, c));
            }
        }

        public void AddToImage(double[] dx, int pixel, double[] w, int tap, double[] dy, int result)
        {
            for (int c = 0; c < _channels; c++)
            {
                ReadOnlySpan<double> weights = Weights(w, tap, c), gradients = Results(dy, result, c);
                double sum = 0;
                for (int f = 0; f < gradients.Length; f++)
                {
                    sum += weights[f] * gradients[f];
                }

                dx[(pixel * _channels) + c] += sum;
            }
        }

        public void AddToFilter(double[] x, int pixel, double[] dw, int tap, double[] dy, int result)
        {
            for (int c = 0; c < _channels; c++)
            {
                AddProduct(x[(pixel * _channels) + c], Results(dy, result, c), Weights(dw, tap, c));
            }
        }

        private static void AddProduct(double value, ReadOnlySpan<double> numbers, Span<double> sums)
        {
            for (int f = 0; f < sums.Length; f++)
            {
                sums[f] += value * numbers[f];
            }
        }

        /// <summary>The numbers that a channel meets at a place: the filters of its group stand in one row. Each channel of a depthwise filter is a group.</summary>
        private Span<double> Weights(double[] w, int tap, int channel) =>
            w.AsSpan((((tap * _perGroup) + (channel % _perGroup)) * Filters) + (channel / _perGroup * _filtersPerGroup), _filtersPerGroup);

        private Span<double> Results(double[] y, int result, int channel) => y.AsSpan((result * Filters) + (channel / _perGroup * _filtersPerGroup), _filtersPerGroup);
    }
}
