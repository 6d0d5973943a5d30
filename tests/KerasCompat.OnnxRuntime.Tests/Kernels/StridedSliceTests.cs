using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Each case is the Python expression on <c>[[a,b,c],[d,e,f]]</c> that TensorFlow writes as these inputs and masks.</summary>
public sealed class StridedSliceTests
{
    [Theory]
    [InlineData("x[0]", new[] { 0 }, new[] { 1 }, new[] { 1 }, 0, 0, 0, 0, 1, new[] { 3 }, "a,b,c")]
    [InlineData("x[-1]", new[] { -1 }, new[] { 0 }, new[] { 1 }, 0, 0, 0, 0, 1, new[] { 3 }, "d,e,f")]
    [InlineData("x[:, 1]", new[] { 0, 1 }, new[] { 0, 2 }, new[] { 1, 1 }, 1, 1, 0, 0, 2, new[] { 2 }, "b,e")]
    [InlineData("x[..., ::2]", new[] { 0, 0 }, new[] { 0, 0 }, new[] { 1, 2 }, 2, 2, 1, 0, 0, new[] { 2, 2 }, "a,c,d,f")]
    [InlineData("x[::-1]", new[] { 0 }, new[] { 0 }, new[] { -1 }, 1, 1, 0, 0, 0, new[] { 2, 3 }, "d,e,f,a,b,c")]
    [InlineData("x[:, ::-1]", new[] { 0, 0 }, new[] { 0, 0 }, new[] { 1, -1 }, 3, 3, 0, 0, 0, new[] { 2, 3 }, "c,b,a,f,e,d")]
    [InlineData("x[newaxis, 1]", new[] { 0, 1 }, new[] { 0, 2 }, new[] { 1, 1 }, 0, 0, 0, 1, 2, new[] { 1, 3 }, "d,e,f")]
    [InlineData("x[..., newaxis]", new[] { 0, 0 }, new[] { 0, 0 }, new[] { 1, 1 }, 0, 0, 1, 2, 0, new[] { 2, 3, 1 }, "a,b,c,d,e,f")]
    [InlineData("x[:, 5:]", new[] { 0, 5 }, new[] { 0, 0 }, new[] { 1, 1 }, 1, 3, 0, 0, 0, new[] { 2, 0 }, "")]
    [InlineData("x[:, -2:10]", new[] { 0, -2 }, new[] { 0, 10 }, new[] { 1, 1 }, 1, 1, 0, 0, 0, new[] { 2, 2 }, "b,c,e,f")]
    [InlineData("x[:, 2:0:-1]", new[] { 0, 2 }, new[] { 0, 0 }, new[] { 1, -1 }, 1, 1, 0, 0, 0, new[] { 2, 2 }, "c,b,f,e")]
    public void A_slice_takes_what_Python_takes(
        string expression, int[] begin, int[] end, int[] strides, int beginMask, int endMask, int ellipsisMask, int newAxisMask, int shrinkAxisMask, int[] shape, string elements)
    {
        ModelTensor result = Run(
            "StridedSlice",
            DType.String,
            [Strings([2, 3], "a", "b", "c", "d", "e", "f"), Vector(begin), Vector(end), Vector(strides)],
            ("begin_mask", Int(beginMask)),
            ("end_mask", Int(endMask)),
            ("ellipsis_mask", Int(ellipsisMask)),
            ("new_axis_mask", Int(newAxisMask)),
            ("shrink_axis_mask", Int(shrinkAxisMask)));

        Assert.True(shape.SequenceEqual(result.Dimensions()), expression);
        Assert.Equal(elements, string.Join(',', result.Texts()));
    }

    [Fact]
    public void An_index_that_is_not_there_is_refused() =>
        Assert.Throws<ModelCallException>(() => Run(
            "StridedSlice", DType.String, [Strings([1], "a"), Vector(1), Vector(2), Vector(1)], ("shrink_axis_mask", Int(1))));
}
