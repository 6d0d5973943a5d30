using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.Onnx.Tests.SmallGraph;

namespace KerasCompat.Onnx.Tests;

/// <summary>Expected values follow tensorflow/core/kernels/image/resize_*.cc and scale_and_translate_op.cc by hand.</summary>
public sealed class ResizeOpsTests
{
    public static TheoryData<int, int> Sizes() => new() { { 4, 8 }, { 8, 4 }, { 5, 7 }, { 7, 5 }, { 3, 10 }, { 10, 3 }, { 6, 1 }, { 1, 6 }, { 99, 70 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nearest_takes_the_pixel_under_the_center_of_the_new_one(int from, int to)
    {
        float scale = from / (float)to;
        int[] expected = [.. Enumerable.Range(0, to).Select(x => Math.Min((int)MathF.Floor((x + 0.5f) * scale), from - 1))];

        Nearest(from, to, centered: true, aligned: false, expected);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nearest_of_TensorFlow_1_takes_the_pixel_under_the_corner(int from, int to)
    {
        float scale = from / (float)to;
        int[] expected = [.. Enumerable.Range(0, to).Select(x => Math.Min((int)MathF.Floor(x * scale), from - 1))];

        Nearest(from, to, centered: false, aligned: false, expected);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Nearest_with_aligned_corners_rounds_halves_up(int from, int to)
    {
        float scale = to > 1 ? (from - 1) / (float)(to - 1) : from / (float)to;
        int[] expected = [.. Enumerable.Range(0, to).Select(x => Math.Min((int)MathF.Floor((x * scale) + 0.5f), from - 1))];

        Nearest(from, to, centered: false, aligned: true, expected);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Bilinear_mixes_the_two_nearest_pixels(int from, int to)
    {
        float[] row = ConvolutionOpsTests.Numbers(from, 1);
        float scale = from / (float)to;
        var expected = new float[to];
        for (int x = 0; x < to; x++)
        {
            float at = ((x + 0.5f) * scale) - 0.5f, part = at - MathF.Floor(at);
            int lower = Math.Max(0, (int)MathF.Floor(at)), upper = Math.Min(from - 1, (int)MathF.Ceiling(at));
            expected[x] = row[lower] + ((row[upper] - row[lower]) * part);
        }

        ConvolutionOpsTests.Close(expected, Resize("ResizeBilinear", row, to, new() { ["half_pixel_centers"] = Bool(true) }).Values<float>());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Area_takes_the_mean_of_what_is_covered(int from, int to)
    {
        float[] row = ConvolutionOpsTests.Numbers(from, 1);
        double scale = from / (double)to;
        float[] expected = [.. Enumerable.Range(0, to).Select(x => (float)(row
            .Select((v, i) => v * Math.Max(0, Math.Min(i + 1, (x + 1) * scale) - Math.Max(i, x * scale))).Sum() / scale))];

        ConvolutionOpsTests.Close(expected, Resize("ResizeArea", row, to, []).Values<float>());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Antialiasing_widens_the_kernel_when_the_image_shrinks(int from, int to)
    {
        float[] row = ConvolutionOpsTests.Numbers(from, 1);
        double step = from / (double)to, width = Math.Max(step, 1);
        var expected = new float[to];
        for (int x = 0; x < to; x++)
        {
            double center = (x + 0.5) * step;
            double[] weights = [.. row.Select((_, i) => Math.Max(0, 1 - Math.Abs((i + 0.5 - center) / width)))];
            expected[x] = (float)(row.Select((v, i) => v * weights[i]).Sum() / weights.Sum());
        }

        var graph = new SmallGraph().Input("x", DType.Float32, 1, 1, -1, 1).Const("size", Tensors.Of([1, to], 2))
            .Const("scale", Tensors.Of([1f, (float)(1 / step)], 2)).Const("translation", Tensors.Of([0f, 0f], 2))
            .Node("y", "ScaleAndTranslate", ["x", "size", "scale", "translation"], new() { ["kernel_type"] = Text("triangle"), ["antialias"] = Bool(true) }, [DType.Float32]);

        ConvolutionOpsTests.Close(expected, graph.Run("y", ("x", Tensors.Of(row, 1, 1, from, 1))).Values<float>());
    }

    [Fact]
    public void Bicubic_at_pixel_centers_uses_a_half_and_leaves_out_what_lies_outside()
    {
        // Doubling puts the first new pixel a quarter before the first old one: taps at distances 1/4 and 3/4 lie inside, and 7/4.
        float[] row = [1, 2, 4, 8];
        double[] weights = [Cubic(0.25, -0.5), Cubic(1.25, -0.5)];
        float expected = (float)(((row[0] * weights[0]) + (row[1] * weights[1])) / weights.Sum());

        float[] result = Resize("ResizeBicubic", row, 8, new() { ["half_pixel_centers"] = Bool(true) }).Values<float>();

        Assert.Equal(expected, result[0], 1e-5f);
    }

    [Fact]
    public void Bicubic_of_TensorFlow_1_uses_three_quarters_and_repeats_the_border()
    {
        float[] row = [1, 2, 4, 8];
        float expected = (float)((row[0] * Cubic(1.5, -0.75)) + (row[0] * Cubic(0.5, -0.75)) + (row[1] * Cubic(0.5, -0.75)) + (row[2] * Cubic(1.5, -0.75)));

        Assert.Equal(expected, Resize("ResizeBicubic", row, 8, []).Values<float>()[1], 1e-5f);
    }

    [Theory]
    [InlineData("ResizeBilinear")]
    [InlineData("ResizeNearestNeighbor")]
    public void No_images_give_no_images(string op) => Assert.Equal(
        [0L, 5, 6, 2],
        new SmallGraph().Input("x", DType.Float32, -1, -1, -1, 2).Const("size", Tensors.Of([5, 6], 2)).Node("y", op, ["x", "size"], outputs: [DType.Float32])
            .Run("y", ("x", Tensors.Of<float>([], 0, 3, 4, 2))).Shape);

    [Fact]
    public void Pixels_of_any_type_are_copied_exactly()
    {
        long[] row = [long.MaxValue, long.MinValue];

        long[] result = new SmallGraph().Input("x", DType.Int64, 1, 1, 2, 1).Const("size", Tensors.Of([1, 4], 2)).Node("y", "ResizeNearestNeighbor", ["x", "size"])
            .Run("y", ("x", Tensors.Of(row, 1, 1, 2, 1))).Values<long>();

        Assert.Equal([row[0], row[0], row[1], row[1]], result);
    }

    private static double Cubic(double x, double a) => x <= 1
        ? ((((a + 2) * x) - (a + 3)) * x * x) + 1
        : (((((a * x) - (5 * a)) * x) + (8 * a)) * x) - (4 * a);

    private static void Nearest(int from, int to, bool centered, bool aligned, int[] expected)
    {
        float[] row = [.. Enumerable.Range(0, from).Select(i => (float)i)];

        float[] result = Resize("ResizeNearestNeighbor", row, to, new() { ["half_pixel_centers"] = Bool(centered), ["align_corners"] = Bool(aligned) }).Values<float>();

        Assert.Equal(expected.Select(i => (float)i), result);
    }

    private static ConstantTensor Resize(string op, float[] row, int to, Dictionary<string, AttrValue> attributes)
    {
        ConstantTensor image = Tensors.Of(row, 1, 1, row.Length, 1);
        ConstantTensor known = new SmallGraph().Input("x", DType.Float32, 1, 1, row.Length, 1).Const("size", Tensors.Of([1, to], 2))
            .Node("y", op, ["x", "size"], attributes, [DType.Float32]).Run("y", ("x", image));
        ConstantTensor unknown = new SmallGraph().Input("x", DType.Float32, -1, -1, -1, -1).Input("size", DType.Int32, 2)
            .Node("y", op, ["x", "size"], attributes, [DType.Float32]).Run("y", ("x", image), ("size", Tensors.Of([1, to], 2)));
        ConvolutionOpsTests.Close(known.Values<float>(), unknown.Values<float>());
        Assert.Equal([1L, 1, to, 1], unknown.Shape);
        return known;
    }
}
