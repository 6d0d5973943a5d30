using KerasCompat.Onnx.Graph;

namespace KerasCompat.OnnxRuntime.Kernels.Convolution;

/// <summary>
/// How a window moves over images (tensorflow/core/framework/kernel_shape_util.cc): sizes, strides, dilations and padding of the spatial dimensions. Images
/// are taken in the order batch, space, channels.
/// </summary>
internal sealed class WindowGeometry
{
    private readonly int[] _image;
    private readonly int[] _window;
    private readonly int[] _output;
    private readonly int[] _strides;
    private readonly int[] _dilations;
    private readonly int[] _before;

    /// <param name="attributes">The op's strides, dilations and padding.</param>
    /// <param name="layout">Where they stand in its lists.</param>
    /// <param name="image">The image's spatial sizes.</param>
    /// <param name="window">The window's.</param>
    public WindowGeometry(NodeAttributes attributes, ImageLayout layout, int[] image, int[] window)
    {
        _image = image;
        _window = window;
        _strides = layout.Spatial(attributes.Ints("strides"), 1);
        _dilations = layout.Spatial(attributes.Ints("dilations"), 1);
        _output = new int[image.Length];
        _before = new int[image.Length];
        string padding = attributes.String("padding", "VALID");
        IReadOnlyList<long> given = attributes.Ints("explicit_paddings");
        for (int i = 0; i < image.Length; i++)
        {
            KernelContext.Require(_strides[i] > 0 && _dilations[i] > 0 && window[i] > 0, "strides, dilations and windows must be positive");
            int span = checked(((window[i] - 1) * _dilations[i]) + 1), axis = layout.FirstSpatialAxis + i;
            switch (padding)
            {
                case "SAME":
                    _output[i] = (image[i] + _strides[i] - 1) / _strides[i];
                    _before[i] = Math.Max(0, ((_output[i] - 1) * _strides[i]) + span - image[i]) / 2;
                    break;
                case "EXPLICIT":
                    KernelContext.Require(given.Count == 2 * layout.Rank, $"explicit_paddings must have {2 * layout.Rank} numbers, got {given.Count}");
                    _before[i] = checked((int)given[2 * axis]);
                    _output[i] = Math.Max(0, (image[i] + _before[i] + checked((int)given[(2 * axis) + 1]) - span + _strides[i]) / _strides[i]);
                    break;
                default:
                    _output[i] = Math.Max(0, (image[i] - span + _strides[i]) / _strides[i]);
                    break;
            }
        }
    }

    /// <summary>The output's spatial sizes.</summary>
    public ReadOnlySpan<int> Output => _output;

    /// <summary>Visits each window of each image: its pixels among those of all images, -1 in the padding, and the pixel of the result.</summary>
    /// <param name="batch">The number of images.</param>
    /// <param name="visit">Reads the pixels while it runs: the next window stands in the same array.</param>
    /// <param name="cancellationToken">Stops it between windows.</param>
    public void Visit(int batch, Action<int[], int> visit, CancellationToken cancellationToken)
    {
        int imagePixels = Product(_image), outputPixels = Product(_output);
        var pixels = new int[Product(_window)];
        var own = new int[pixels.Length];
        for (int output = 0; output < outputPixels; output++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Meet(output, pixels);
            for (int image = 0; image < batch; image++)
            {
                for (int tap = 0; tap < pixels.Length; tap++)
                {
                    own[tap] = pixels[tap] < 0 ? -1 : (image * imagePixels) + pixels[tap];
                }

                visit(own, (image * outputPixels) + output);
            }
        }
    }

    /// <summary>Which pixel of the image each place of the window meets, for one pixel of the output; -1 in the padding.</summary>
    /// <param name="output">The pixel of the output.</param>
    /// <param name="pixels">One for each place of the window.</param>
    private void Meet(int output, Span<int> pixels)
    {
        Span<int> corner = stackalloc int[_image.Length];
        for (int i = _image.Length - 1; i >= 0; i--)
        {
            corner[i] = (output % _output[i] * _strides[i]) - _before[i];
            output /= _output[i];
        }

        for (int tap = 0; tap < pixels.Length; tap++)
        {
            int rest = tap, pixel = 0, factor = 1;
            for (int i = _image.Length - 1; i >= 0; i--)
            {
                int at = corner[i] + (rest % _window[i] * _dilations[i]);
                rest /= _window[i];
                pixel = at >= 0 && at < _image[i] && pixel >= 0 ? pixel + (at * factor) : -1;
                factor *= _image[i];
            }

            pixels[tap] = pixel;
        }
    }

    private static int Product(int[] sizes) => sizes.Aggregate(1, (product, size) => checked(product * size));
}
