using System.Buffers.Binary;
using System.IO.Compression;
using FsCheck.Xunit;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels.ImageOps;

/// <summary>tensorflow/core/kernels/image/decode_image_op.cc, on images written here byte by byte.</summary>
public sealed class ImageTests
{
    [Fact]
    public void A_bitmap_has_its_pixels_from_top_to_bottom()
    {
        ModelTensor pixels = Run("DecodeBmp", DType.UInt8, [Image(Bitmap())]);

        Assert.Equal([2, 1, 3], pixels.Dimensions());
        Assert.Equal([1, 2, 3, 4, 5, 6], pixels.Values<byte>().ToArray().Select(value => (int)value));
    }

    [Fact]
    public void Every_op_decodes_every_format() =>
        Assert.Equal([2, 1, 3], Run("DecodePng", DType.UInt8, [Image(Bitmap())]).Dimensions());

    [Fact]
    public void Eight_bits_become_sixteen_by_shifting_and_in_a_PNG_by_repeating()
    {
        Assert.Equal([256, 512, 768], Run("DecodeImage", DType.UInt16, [Image(Bitmap())], ("dtype", Type(DType.UInt16))).Values<ushort>()[..3].ToArray().Select(value => (int)value));
        Assert.Equal([0x0101, 0xFFFF], Run("DecodePng", DType.UInt16, [Image(Png(8, 1, 255))], ("dtype", Type(DType.UInt16))).Values<ushort>().ToArray().Select(value => (int)value));
        Assert.Equal([0x0102, 0xFFFE], Run("DecodePng", DType.UInt16, [Image(Png(16, 1, 2, 255, 254))], ("dtype", Type(DType.UInt16))).Values<ushort>().ToArray().Select(value => (int)value));
    }

    [Fact]
    public void Floats_go_from_zero_to_one()
    {
        Assert.Equal([1 * (1f / 255), 2 * (1f / 255)], Run("DecodeImage", DType.Float32, [Image(Bitmap())], ("dtype", Type(DType.Float32))).Values<float>()[..2].ToArray());
        Assert.Equal([257 * (1f / 65535), 1f], Run("DecodeImage", DType.Float32, [Image(Png(8, 1, 255))], ("dtype", Type(DType.Float32))).Values<float>().ToArray());
    }

    [Fact]
    public void A_grey_image_becomes_coloured_when_three_channels_are_asked_for() =>
        Assert.Equal([7, 7, 7, 9, 9, 9], Run("DecodePng", DType.UInt8, [Image(Png(8, 7, 9))], ("channels", Int(3))).Values<byte>().ToArray().Select(value => (int)value));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Other_numbers_of_channels_are_refused(int channels) => Assert.Throws<ModelCallException>(() => Run("DecodePng", DType.UInt8, [Image(Bitmap())], ("channels", Int(channels))));

    [Fact]
    public void A_window_is_cut_out()
    {
        Assert.Equal([4, 5, 6], Run("DecodeAndCropJpeg", DType.UInt8, [Image(Bitmap()), Vector(1, 0, 1, 1)]).Values<byte>().ToArray().Select(value => (int)value));
        Assert.Throws<ModelCallException>(() => Run("DecodeAndCropJpeg", DType.UInt8, [Image(Bitmap()), Vector(1, 0, 2, 1)]));
    }

    [Fact]
    public void A_smaller_size_is_refused() => Assert.Throws<ModelCallException>(() => Run("DecodeJpeg", DType.UInt8, [Image(Bitmap())], ("ratio", Int(2))));

    [Fact]
    public void An_image_that_claims_more_pixels_than_memory_has_is_refused()
    {
        byte[] image = Bitmap();
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(18), 1 << 20);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(22), 1 << 20);

        Assert.Throws<ModelCallException>(() => Run("DecodeBmp", DType.UInt8, [Image(image)]));
    }

    [Property(MaxTest = 150)]
    public void Damaged_images_are_decoded_or_refused(bool bitmap, ushort at, byte value)
    {
        byte[] image = bitmap ? Bitmap() : Png(8, 1, 2, 3);
        image[at % image.Length] = value;
        try
        {
            Run("DecodeImage", DType.UInt8, [Image(image)]);
        }
        catch (ModelCallException)
        {
        }
    }

    private static SavedModel.Graph.ConstantTensor Image(byte[] bytes) => new([], [bytes]);

    /// <summary>Two rows of one pixel, (1,2,3) above (4,5,6): rows stand from bottom to top, colours are blue, green, red, rows padded to four bytes.</summary>
    private static byte[] Bitmap()
    {
        byte[] image = new byte[54 + 8];
        "BM"u8.CopyTo(image);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(2), image.Length);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(18), 1);
        BinaryPrimitives.WriteInt32LittleEndian(image.AsSpan(22), 2);
        image[26] = 1;
        image[28] = 24;
        ((ReadOnlySpan<byte>)[6, 5, 4, 0, 3, 2, 1]).CopyTo(image.AsSpan(54));
        return image;
    }

    /// <summary>One row of grey pixels. The decoder does not look at checksums.</summary>
    private static byte[] Png(byte depth, params byte[] row)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write([0, .. row]);
        }

        byte width = (byte)(row.Length * 8 / depth);
        return
        [
            0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n',
            .. Chunk("IHDR"u8, [0, 0, 0, width, 0, 0, 0, 1, depth, 0, 0, 0, 0]),
            .. Chunk("IDAT"u8, data.ToArray()),
            .. Chunk("IEND"u8, []),
        ];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content) => [0, 0, 0, (byte)content.Length, .. type, .. content, 0, 0, 0, 0];
}
