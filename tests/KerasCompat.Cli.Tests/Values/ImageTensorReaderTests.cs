using KerasCompat.Cli.Values;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using SkiaSharp;

namespace KerasCompat.Cli.Tests.Values;

public class ImageTensorReaderTests
{
    [Fact]
    public void Pixels_are_the_numbers_in_the_file()
    {
        ModelTensor tensor = Read(Png(2, 1, new SKColor(10, 20, 30), new SKColor(200, 150, 100)), ImageScaling.None, -1, 1, 2, 3);

        Assert.Equal([10f, 20, 30, 200, 150, 100], tensor.Values<float>());
        Assert.Equal([1, 2, 3], tensor.Shape.ToArray());
    }

    [Theory]
    [InlineData(0, 255f, 0f)]
    [InlineData(1, 1f, 0f)]
    [InlineData(2, 1f, -1f)]
    public void Pixels_are_scaled_as_stated(int scaling, float white, float black)
    {
        ModelTensor tensor = Read(Png(2, 1, SKColors.White, SKColors.Black), (ImageScaling)scaling, -1, 1, 2, 1);

        Assert.Equal([white, black], tensor.Values<float>());
    }

    [Fact]
    public void An_image_is_resized_as_TensorFlow_resizes()
    {
        // tf.image.resize([[[0.], [100.]]], [1, 4]) gives 0, 25, 75, 100.
        ModelTensor tensor = Read(Png(2, 1, SKColors.Black, new SKColor(100, 100, 100)), ImageScaling.None, -1, 1, 4, 1);

        Assert.Equal([0f, 25, 75, 100], tensor.Values<float>());
    }

    [Fact]
    public void An_input_of_unknown_size_takes_the_image_as_it_is() =>
        Assert.Equal([1, 2, 3], Read(Png(2, 1, SKColors.White, SKColors.Black), ImageScaling.None, -1, -1, -1, 3).Shape.ToArray());

    [Fact]
    public void Something_that_is_no_image_is_refused() =>
        Assert.Contains(
            "not an image",
            Assert.Throws<FormatException>(() => Read([1, 2, 3], ImageScaling.None, -1, 1, 2, 3)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_input_that_takes_no_image_is_told() =>
        Assert.Contains(
            "takes no image",
            Assert.Throws<FormatException>(() => Read(Png(1, 1, SKColors.White), ImageScaling.None, -1)).Message,
            StringComparison.Ordinal);

    private static ModelTensor Read(byte[] file, ImageScaling scaling, params long[] shape) => ImageTensorReader.Read(
        file,
        new TensorContract("image", null, DType.Float32, new TensorShape(shape), TensorEncoding.Dense, new(["image:0"]), null),
        scaling);

    private static byte[] Png(int width, int height, params SKColor[] pixels)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul)) { Pixels = pixels };
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
