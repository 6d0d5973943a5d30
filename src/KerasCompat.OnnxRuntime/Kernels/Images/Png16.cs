using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;
using StbImageSharp;

namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>PNG files with 16 bits per channel, which the library decodes behind its plain interface only.</summary>
internal static unsafe class Png16
{
    public static void Decode(KernelContext context, byte[] bytes, int channels, DType dtype)
    {
        ImageFormat.RequireModest(bytes, "PNG");
        using var stream = new MemoryStream(bytes);
        int width, height, own;
        ushort* pixels;
        try
        {
            pixels = StbImage.stbi__load_and_postprocess_16bit(new StbImage.stbi__context(stream), &width, &height, &own, channels);
        }
        catch (Exception e) when (e is InvalidOperationException or IndexOutOfRangeException or EndOfStreamException or ArgumentException)
        {
            throw KernelContext.Refuse($"invalid PNG data: {e.Message}");
        }

        KernelContext.Require(pixels is not null, $"invalid PNG data: {StbImage.stbi__g_failure_reason}");
        try
        {
            int depth = channels == 0 ? own : channels;
            HostTensor output = context.Allocate(0, dtype, [height, width, depth]);
            PixelType.Write(new ReadOnlySpan<ushort>(pixels, output.Count), output);
        }
        finally
        {
            Marshal.FreeHGlobal((nint)pixels);
        }
    }
}
