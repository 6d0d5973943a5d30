using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using StbImageSharp;

namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>
/// Encoded images to pixels (tensorflow/core/kernels/image/decode_image_op.cc). Lossless formats give TensorFlow's pixels exactly; a JPEG
/// gives those of an accurate decoder, where TensorFlow's default (<c>INTEGER_FAST</c>) may differ by a few levels.
/// </summary>
internal static class ImageKernels
{
    public static void AddTo(KernelTable table)
    {
        table.Add("DecodePng", context => Decode(context, "PNG", animations: false));
        table.Add("DecodeJpeg", context =>
        {
            RequireFullSize(context);
            Decode(context, "JPEG", animations: false);
        });
        table.Add("DecodeAndCropJpeg", DecodeAndCrop);
        table.Add("DecodeBmp", context => Decode(context, "BMP", animations: false));
        table.Add("DecodeGif", context => Decode(context, "GIF", animations: true));
        table.Add("DecodeImage", context => Decode(context, "image", context.Attributes.Bool("expand_animations", true)));
        table.Add("ExtractJpegShape", JpegShape);
    }

    private static void Decode(KernelContext context, string kind, bool animations)
    {
        HostTensor contents = context.Input(0);
        KernelContext.Require(contents.IsString && contents.Count == 1, $"contents must be a scalar string, got {contents}");
        byte[] bytes = contents.Strings[0].ToArray();
        long channels = context.Node.Op == "DecodeGif" ? 3 : context.Attributes.Int("channels", 0);
        KernelContext.Require(channels is 0 or 1 or 3 or 4, $"channels must be 0, 1, 3 or 4, got {channels}");
        DType dtype = context.Attributes.Type("dtype", DType.UInt8);
        bool gif = ImageFormat.IsGif(bytes);
        if (gif && animations)
        {
            Animation(context, bytes, dtype);
            return;
        }

        if (dtype != DType.UInt8 && ImageFormat.IsPng16(bytes))
        {
            Png16.Decode(context, bytes, (int)channels, dtype);
            return;
        }

        ImageResult image = ImageFormat.Decode(bytes, kind, gif && channels == 0 ? ColorComponents.RedGreenBlue : (ColorComponents)channels);
        HostTensor output = context.Allocate(0, dtype, [image.Height, image.Width, (int)image.Comp]);
        PixelType.Write(image.Data, output, 0, ImageFormat.IsPng(bytes));
    }

    /// <summary>A window of a JPEG: y, x, height, width.</summary>
    private static void DecodeAndCrop(KernelContext context)
    {
        RequireFullSize(context);
        long[] window = context.Integers(1);
        KernelContext.Require(window.Length == 4, $"crop_window must have four elements, got {window.Length}");
        long channels = context.Attributes.Int("channels", 0);
        KernelContext.Require(channels is 0 or 1 or 3, $"channels must be 0, 1 or 3, got {channels}");
        ImageResult image = ImageFormat.Decode(context.Input(0).Strings[0].ToArray(), "JPEG", (ColorComponents)channels);
        (long y, long x, long height, long width) = (window[0], window[1], window[2], window[3]);
        KernelContext.Require(
            y >= 0 && x >= 0 && height > 0 && width > 0 && y <= image.Height - height && x <= image.Width - width,
            $"the crop window [{string.Join(',', window)}] does not lie within the image of {image.Height} by {image.Width} pixels");
        int depth = (int)image.Comp, run = (int)width * depth;
        Span<byte> output = context.Allocate(0, DType.UInt8, [(nint)height, (nint)width, depth]).Bytes;
        for (int row = 0; row < height; row++)
        {
            image.Data.AsSpan(((((int)y + row) * image.Width) + (int)x) * depth, run).CopyTo(output[(row * run)..]);
        }
    }

    private static void RequireFullSize(KernelContext context) =>
        KernelContext.Require(context.Attributes.Int("ratio", 1) == 1, "a JPEG is decoded in full size only, ratio must be 1");

    private static void Animation(KernelContext context, byte[] bytes, DType dtype)
    {
        using var stream = new MemoryStream(bytes);
        var frames = new List<byte[]>();
        int width = 0, height = 0;
        try
        {
            foreach (AnimatedFrameResult frame in ImageResult.AnimatedGifFramesFromStream(stream, ColorComponents.RedGreenBlue))
            {
                (width, height) = (frame.Width, frame.Height);
                frames.Add([.. frame.Data]);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or IndexOutOfRangeException or EndOfStreamException or ArgumentException)
        {
            throw KernelContext.Refuse($"invalid GIF data: {e.Message}");
        }

        KernelContext.Require(frames.Count > 0, "invalid GIF data: it has no frame");
        HostTensor output = context.Allocate(0, dtype, [frames.Count, height, width, 3]);
        for (int i = 0; i < frames.Count; i++)
        {
            PixelType.Write(frames[i], output, i * frames[i].Length, isPng: false);
        }
    }

    private static void JpegShape(KernelContext context)
    {
        using var stream = new MemoryStream(context.Input(0).Strings[0].ToArray());
        ImageInfo? info = ImageInfo.FromStream(stream);
        KernelContext.Require(info is not null, "invalid JPEG data");
        DType dtype = context.Attributes.Type("output_type", DType.Int32);
        Strings.UnicodeKernels.Integers(context, 0, dtype, [info!.Value.Height, info.Value.Width, (int)info.Value.ColorComponents]);
    }
}
