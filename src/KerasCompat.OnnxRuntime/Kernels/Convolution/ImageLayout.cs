using KerasCompat.Onnx.Graph;
using KerasCompat.OnnxRuntime.Kernels.Mathematics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Convolution;

/// <summary>Where the channels of images stand, and the images' numbers with the channels behind.</summary>
/// <param name="ChannelsFirst">Whether the channels follow the batch.</param>
/// <param name="Rank">The rank of a tensor of images.</param>
internal readonly record struct ImageLayout(bool ChannelsFirst, int Rank)
{
    /// <summary>The first axis of an image itself.</summary>
    public int FirstSpatialAxis => ChannelsFirst ? 2 : 1;

    private int ChannelAxis => ChannelsFirst ? 1 : Rank - 1;

    /// <summary>The layout that <c>data_format</c> names.</summary>
    public static ImageLayout Of(NodeAttributes attributes, int rank)
    {
        string format = attributes.String("data_format", "NHWC");
        return new(format == "CHANNELS_FIRST" || format.StartsWith("NC", StringComparison.Ordinal), rank);
    }

    /// <summary>The spatial entries of a list with one per dimension, or with those alone.</summary>
    public int[] Spatial(IReadOnlyList<long> perDimension, int otherwise)
    {
        int count = Rank - 2, first = perDimension.Count == Rank ? FirstSpatialAxis : 0;
        return perDimension.Count == Rank || perDimension.Count == count
            ? [.. perDimension.Skip(first).Take(count).Select(value => checked((int)value))]
            : [.. Enumerable.Repeat(otherwise, count)];
    }

    /// <summary>The spatial sizes of a tensor.</summary>
    public int[] Sizes(ReadOnlySpan<nint> shape)
    {
        var sizes = new int[Rank - 2];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = checked((int)shape[FirstSpatialAxis + i]);
        }

        return sizes;
    }

    /// <summary>The number of channels.</summary>
    public int Channels(ReadOnlySpan<nint> shape) => checked((int)shape[ChannelAxis]);

    /// <summary>A tensor's shape.</summary>
    public nint[] Shape(nint batch, ReadOnlySpan<int> sizes, int channels)
    {
        var shape = new nint[Rank];
        shape[0] = batch;
        shape[ChannelAxis] = channels;
        for (int i = 0; i < sizes.Length; i++)
        {
            shape[FirstSpatialAxis + i] = sizes[i];
        }

        return shape;
    }

    /// <summary>The numbers of a tensor with the channels behind.</summary>
    public double[] Read(HostTensor tensor)
    {
        double[] values = Numbers.ToDoubles(tensor);
        return ChannelsFirst ? Turned(values, (int)tensor.Shape[0], Channels(tensor.Shape), toLast: true) : values;
    }

    /// <summary>Fills a tensor with numbers that have the channels behind.</summary>
    public void Write(HostTensor tensor, double[] values) =>
        Numbers.Write(tensor, ChannelsFirst ? Turned(values, (int)tensor.Shape[0], Channels(tensor.Shape), toLast: false) : values);

    private static double[] Turned(double[] values, int batch, int channels, bool toLast)
    {
        var turned = new double[values.Length];
        int pixels = values.Length == 0 ? 0 : values.Length / (batch * channels);
        for (int image = 0; image < batch; image++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    int first = (((image * channels) + channel) * pixels) + pixel, last = (((image * pixels) + pixel) * channels) + channel;
                    turned[toLast ? last : first] = values[toLast ? first : last];
                }
            }
        }

        return turned;
    }
}
