using StbImageSharp;

namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>Recognises and decodes image files, bounded in size.</summary>
internal static class ImageFormat
{
    /// <summary>More pixels than any model is fed, fewer than an image of a few bytes could claim.</summary>
    private const long MostPixels = 1L << 28;

    public static bool IsGif(ReadOnlySpan<byte> bytes) => bytes.StartsWith("GIF8"u8);

    public static bool IsPng(ReadOnlySpan<byte> bytes) => bytes.Length > 24 && bytes[1..].StartsWith("PNG"u8);

    /// <summary>Whether the file is a PNG with 16 bits per channel: the depth stands at byte 24.</summary>
    public static bool IsPng16(ReadOnlySpan<byte> bytes) => IsPng(bytes) && bytes[24] == 16;

    public static ImageResult Decode(byte[] bytes, string kind, ColorComponents components)
    {
        try
        {
            RequireModest(bytes, kind);
            return ImageResult.FromMemory(bytes, components);
        }
        catch (Exception e) when (e is InvalidOperationException or IndexOutOfRangeException or EndOfStreamException or ArgumentException)
        {
            throw KernelContext.Refuse($"invalid {kind} data: {e.Message}");
        }
    }

    /// <summary>Requires that the size that a file claims is one that can be allocated.</summary>
    public static void RequireModest(byte[] bytes, string kind)
    {
        using var stream = new MemoryStream(bytes);
        ImageInfo? info = ImageInfo.FromStream(stream);
        KernelContext.Require(info is not null, $"invalid {kind} data: the format is not known");
        KernelContext.Require((long)info!.Value.Width * info.Value.Height <= MostPixels, $"the {kind} claims to be {info.Value.Width} by {info.Value.Height} pixels");
    }
}
