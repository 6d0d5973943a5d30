using System.Buffers.Binary;
using System.IO.Compression;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Images;

/// <summary>Images as PNG (W3C, Portable Network Graphics Specification): grey, grey with alpha, RGB or RGBA, of 8 or 16 bits.</summary>
internal static class PngWriter
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <summary>By the number of channels: grey, grey with alpha, RGB, RGBA.</summary>
    private static readonly byte[] ColorTypes = [0, 4, 2, 6];

    /// <summary>Adds the kernel to the table.</summary>
    public static void AddTo(KernelTable table) => table.Add("EncodePng", Encode);

    /// <summary>Input: one image, or images in any number of dimensions before height, width and channels.</summary>
    private static void Encode(KernelContext context)
    {
        HostTensor images = context.Input(0);
        KernelContext.Require(images.Rank >= 3 && images.DType is DType.UInt8 or DType.UInt16, $"image must be at least 3-dimensional of uint8 or uint16, got {images}");
        int height = (int)images.Shape[^3], width = (int)images.Shape[^2], channels = (int)images.Shape[^1];
        KernelContext.Require(height > 0 && width > 0 && channels is >= 1 and <= 4, $"image must have 1, 2, 3 or 4 channels and pixels, got {images}");
        HostTensor output = context.Allocate(0, DType.String, images.Shape[..^3]);
        int size = images.DType.Size(), row = width * channels * size;
        CompressionLevel level = context.Attributes.Int("compression", -1) is 0 ? CompressionLevel.NoCompression : CompressionLevel.Optimal;
        for (int i = 0; i < output.Count; i++)
        {
            ReadOnlySpan<byte> pixels = images.Bytes.Slice(i * height * row, height * row);
            output.Strings[i] = Write(pixels, row, width, height, channels, size, level);
        }
    }

    private static byte[] Write(ReadOnlySpan<byte> pixels, int row, int width, int height, int channels, int size, CompressionLevel level)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = (byte)(8 * size);
        header[9] = ColorTypes[channels - 1];
        WriteChunk(file, "IHDR"u8, header);

        using var data = new MemoryStream();
        using (var encoder = new ZLibStream(data, level, leaveOpen: true))
        {
            var line = new byte[row];
            for (int y = 0; y < height; y++)
            {
                // Each line says how its bytes are filtered: not at all.
                encoder.WriteByte(0);
                pixels.Slice(y * row, row).CopyTo(line);
                for (int x = 0; size == 2 && x < row; x += 2)
                {
                    (line[x], line[x + 1]) = (line[x + 1], line[x]);
                }

                encoder.Write(line);
            }
        }

        WriteChunk(file, "IDAT"u8, data.ToArray());
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(data, Crc(type, uint.MaxValue)));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes, uint crc)
    {
        foreach (byte value in bytes)
        {
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint CrcOf(int value)
    {
        uint crc = (uint)value;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? Polynomial ^ (crc >> 1) : crc >> 1;
        }

        return crc;
    }
}
