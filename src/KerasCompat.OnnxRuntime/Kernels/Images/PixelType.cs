using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>Pixels of 8 bits in the element type that is asked for: 16 bits by repeating the byte, floats from 0 to 1.</summary>
internal static class PixelType
{
    public static void Write(ReadOnlySpan<byte> pixels, HostTensor output, int at)
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
                    words[i] = (ushort)(pixels[i] * 257);
                }

                break;
            case DType.Float32:
                Span<float> floats = output.Values<float>()[at..];
                for (int i = 0; i < pixels.Length; i++)
                {
                    floats[i] = pixels[i] / 255f;
                }

                break;
            default:
                throw KernelContext.Refuse($"an image cannot be decoded to {output.DType.Name()}");
        }
    }
}
