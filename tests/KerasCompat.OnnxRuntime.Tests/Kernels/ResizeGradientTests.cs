using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Tests.HandMade;
using KerasCompat.Testing.TensorFlow;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Resizing is linear: the sum of the result times anything is that of the gradient times the images.</summary>
public sealed class ResizeGradientTests
{
    [Theory]
    [InlineData("ResizeBilinear", false, false)]
    [InlineData("ResizeBilinear", true, false)]
    [InlineData("ResizeBilinear", false, true)]
    [InlineData("ResizeNearestNeighbor", false, false)]
    [InlineData("ResizeNearestNeighbor", true, false)]
    [InlineData("ResizeNearestNeighbor", false, true)]
    public void The_gradient_is_that_of_the_resizing(string op, bool alignCorners, bool halfPixels)
    {
        var random = new Random(2);
        float[] images = [.. Enumerable.Range(0, 3 * 4 * 2).Select(_ => random.NextSingle() - 0.5f)], gradient = [.. Enumerable.Range(0, 5 * 3 * 2).Select(_ => random.NextSingle() - 0.5f)];
        (string, AttrValue)[] attributes = [("T", Type(DType.Float32)), ("align_corners", Bool(alignCorners)), ("half_pixel_centers", Bool(halfPixels))];
        GraphModel model = new GraphModel().Const("x", Values([1, 3, 4, 2], images)).Const("size", Vector(5, 3)).Node("y", op, ["x", "size"], attributes).Signature("run", [], ("y", DType.Float32));
        using OnnxModelEngine engine = model.Load();
        float[] result = engine.Run("run")["y"].Values<float>().ToArray();

        float[] ofImages = Run(
            op + "Grad", DType.Float32, [Values([1, 5, 3, 2], gradient), op == "ResizeBilinear" ? Values([1, 3, 4, 2], images) : Vector(3, 4)], attributes).Values<float>().ToArray();

        Assert.Equal(result.Zip(gradient, (a, b) => (double)a * b).Sum(), ofImages.Zip(images, (a, b) => (double)a * b).Sum(), 1e-5);
    }
}
