using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class ProjectiveTransformTests
{
    private static readonly float[] Image = [1, 2, 3, 4];

    [Theory]
    [InlineData("CONSTANT", new[] { 9f, 9, 1, 2, 3, 4, 9, 9 })]
    [InlineData("NEAREST", new[] { 1f, 1, 1, 2, 3, 4, 4, 4 })]
    [InlineData("REFLECT", new[] { 2f, 1, 1, 2, 3, 4, 4, 3 })]
    [InlineData("WRAP", new[] { 3f, 4, 1, 2, 3, 4, 1, 2 })]
    public void What_lies_outside_of_the_image_follows_from_the_mode(string mode, float[] expected)
    {
        // Each place x of the output is x - 2 in the image.
        float[] result = Transform([1, 0, -2, 0, 1, 0, 0, 0], 1, 8, ("interpolation", Text("NEAREST")), ("fill_mode", Text(mode)));

        Assert.Equal(expected, result);
    }

    [Fact]
    public void Between_pixels_the_value_is_that_of_a_line_between_them()
    {
        float[] result = Transform([0.5f, 0, 0, 0, 1, 0, 0, 0], 1, 6, ("interpolation", Text("BILINEAR")), ("fill_mode", Text("CONSTANT")));

        Assert.Equal([1f, 1.5f, 2, 2.5f, 3, 3.5f], result);
    }

    [Fact]
    public void Places_at_infinity_are_filled()
    {
        // 1 - x is zero at x = 1.
        float[] result = Transform([0, 0, 0, 0, 0, 0, -1, 0], 1, 2, ("interpolation", Text("NEAREST")), ("fill_mode", Text("NEAREST")));

        Assert.Equal([1f, 9], result);
    }

    [Fact]
    public void Integers_are_cut_off_and_version_2_fills_with_zeros()
    {
        ModelTensor result = Run(
            "ImageProjectiveTransformV2", DType.UInt8,
            [Values<byte>([1, 1, 2, 1], 10, 21), Values([1, 8], 0.5f, 0, 0, 0, 1, 0, 0, 0), Vector(1, 4)], ("dtype", Type(DType.UInt8)), ("interpolation", Text("BILINEAR")));

        Assert.Equal([10, 15, 21, 0], result.Values<byte>().ToArray());
    }

    private static float[] Transform(float[] transform, int height, int width, params (string, AttrValue)[] attributes) => Run(
        "ImageProjectiveTransformV3",
        DType.Float32,
        [Values([1, 1, 4, 1], Image), Values([1, 8], transform), Vector(height, width), Values([], 9f)],
        [("dtype", Type(DType.Float32)), .. attributes]).Values<float>().ToArray();
}
