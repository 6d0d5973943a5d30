using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>
/// Pixels in the element type that is asked for (tensorflow/core/kernels/image/decode_image_op.cc): a PNG is decoded with 16 bits, where 8 bits
/// are repeated, other formats with 8 bits, which are multiplied by 256 or by a 255th.
/// </summary>
internal static class PixelType
{
    private const ushort Repeat = 257;
    private const ushort Shift = 256;

    public static void Write(ReadOnlySpan<byte> pixels, HostTensor output, int at, bool isPng)
    {
        switch (output.DType)
        {
            case DType.UInt8:
                pixels.CopyTo(output.Bytes[at..]);
                break;
            case DType.UInt16:
                Span<ushort> words = output.Values<ushort>()[at..];
                for (int i = 0; i < pixels.Length; i++)
                {
                    words[i] = (ushort)(pixels[i] * (isPng ? Repeat : Shift));
                }

                break;
            case DType.Float32:
                Span<float> floats = output.Values<float>()[at..];
                float scale = 1f / (isPng ? ushort.MaxValue : byte.MaxValue);
                for (int i = 0; i < pixels.Length; i++)
                {
                    floats[i] = pixels[i] * (isPng ? Repeat : 1) * scale;
                }

                break;
            default:
                throw KernelContext.Refuse($"an image cannot be decoded to {output.DType.Name()}");
        }
    }

    /// <summary>Pixels of 16 bits.</summary>
    public static void Write(ReadOnlySpan<ushort> pixels, HostTensor output)
    {
        if (output.DType == DType.UInt16)
        {
            pixels.CopyTo(output.Values<ushort>());
            return;
        }

        KernelContext.Require(output.DType == DType.Float32, $"an image of 16 bits cannot be decoded to {output.DType.Name()}");
        Span<float> floats = output.Values<float>();
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = pixels[i] * (1f / ushort.MaxValue);
        }
    }
}
