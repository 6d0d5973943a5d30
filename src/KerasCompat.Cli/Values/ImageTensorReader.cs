using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using SkiaSharp;

namespace KerasCompat.Cli.Values;

/// <summary>Makes a tensor of an image file: decoded, resized to the input's height and width, as grey, RGB or RGBA by its channels.</summary>
internal static class ImageTensorReader
{
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"];

    /// <summary>Whether a file's name says that it is an image.</summary>
    public static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads an image.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="input">The input: <c>[?,height,width,channels]</c>, <c>[?,height,width]</c>, or without the batch dimension.</param>
    /// <param name="scaling">What becomes of the pixels.</param>
    /// <returns>A tensor without a batch dimension.</returns>
    /// <exception cref="FormatException">The file is no image, or the input takes none; the message says which, as a clause.</exception>
    public static ModelTensor Read(byte[] file, TensorContract input, ImageScaling scaling)
    {
        ImageShape shape = ImageShape.Of(input.Shape);
        using SKBitmap bitmap = Decode(file);
        int height = shape.Height ?? bitmap.Height;
        int width = shape.Width ?? bitmap.Width;
        float[] pixels = BilinearResize.Resize(Channels(bitmap, shape.Channels), bitmap.Height, bitmap.Width, shape.Channels, height, width);
        nint[] dimensions = shape.HasChannels ? [height, width, shape.Channels] : [height, width];
        return Scaled(pixels, dimensions, input.DType, scaling);
    }

    private static SKBitmap Decode(byte[] file)
    {
        using SKData data = SKData.CreateCopy(file);
        using SKCodec codec = SKCodec.Create(data) ?? throw new FormatException("it is not an image that can be decoded");
        // Straight alpha and the file's own numbers: what Python's decoders give, and so what the model was trained on.
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var bitmap = new SKBitmap(info);
        SKCodecResult result = codec.GetPixels(info, bitmap.GetPixels());
        if (result is SKCodecResult.Success)
        {
            return bitmap;
        }

        bitmap.Dispose();
        throw new FormatException($"the image cannot be decoded ({result})");
    }

    private static float[] Channels(SKBitmap bitmap, int channels)
    {
        ReadOnlySpan<byte> rgba = bitmap.GetPixelSpan();
        int count = bitmap.Width * bitmap.Height;
        var pixels = new float[count * channels];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> pixel = rgba.Slice(i * 4, 4);
            if (channels == 1)
            {
                // ITU-R BT.601, as Pillow's convert("L") and Keras' color_mode="grayscale" weigh it.
                pixels[i] = pixel[0] == pixel[1] && pixel[1] == pixel[2]
                    ? pixel[0]
                    : MathF.Round(((299 * pixel[0]) + (587 * pixel[1]) + (114 * pixel[2])) / 1000f);
                continue;
            }

            for (int c = 0; c < channels; c++)
            {
                pixels[(i * channels) + c] = pixel[c];
            }
        }

        return pixels;
    }

    private static ModelTensor Scaled(float[] pixels, nint[] shape, DType dtype, ImageScaling scaling)
    {
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = scaling switch
            {
                ImageScaling.Unit => pixels[i] / 255f,
                ImageScaling.Signed => (pixels[i] / 127.5f) - 1f,
                _ => pixels[i],
            };
        }

        return dtype switch
        {
            DType.Float32 => ModelTensor.FromBytes(dtype, shape, MemoryMarshal.AsBytes(pixels.AsSpan()).ToArray()),
            DType.Float64 => ModelTensor.FromValues(shape, (ReadOnlySpan<double>)Array.ConvertAll(pixels, p => (double)p)),
            DType.Float16 => ModelTensor.FromValues(shape, (ReadOnlySpan<Half>)Array.ConvertAll(pixels, p => (Half)p)),
            DType.UInt8 when scaling == ImageScaling.None =>
                ModelTensor.FromValues(shape, (ReadOnlySpan<byte>)Array.ConvertAll(pixels, p => (byte)MathF.Round(p))),
            DType.Int32 when scaling == ImageScaling.None =>
                ModelTensor.FromValues(shape, (ReadOnlySpan<int>)Array.ConvertAll(pixels, p => (int)MathF.Round(p))),
            _ => throw new FormatException($"an image cannot become {dtype.Name()}{(scaling == ImageScaling.None ? "" : " when it is scaled")}"),
        };
    }
}
