using KerasCompat.Contracts;
using KerasCompat.Engines;
using static KerasCompat.OnnxRuntime.Tests.HandMade.KernelPrograms;
using static KerasCompat.OnnxRuntime.Tests.Kernels.KernelCase;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

public sealed class SequenceDecodingKernelTests
{
    // Best classes 0, 0, 2 (the blank), 1.
    private static readonly float[] Steps = [3, 0, 0, 4, 1, 0, 0, 1, 5, 0, 2, 1];

    [Theory]
    [InlineData(false, new long[] { 0, 0, 1 })]
    [InlineData(true, new long[] { 0, 1 })]
    public void The_best_classes_are_read_without_blanks(bool merge, long[] expected)
    {
        ModelTensor[] results = Run(
            "CTCGreedyDecoder",
            [DType.Int64, DType.Int64, DType.Int64, DType.Float32],
            [Values([4, 1, 3], Steps), Vector(4)],
            ("merge_repeated", Bool(merge)));

        Assert.Equal(expected, results[1].Values<long>().ToArray());
        Assert.Equal([1L, expected.Length], results[2].Values<long>().ToArray());
        Assert.Equal(-14f, results[3].Values<float>()[0]);
    }

    [Fact]
    public void Steps_beyond_the_length_are_not_read() => Assert.Equal(
        [0L], Run("CTCGreedyDecoder", [DType.Int64, DType.Int64, DType.Int64, DType.Float32], [Values([4, 1, 3], Steps), Vector(1)])[1].Values<long>().ToArray());

    [Fact]
    public void A_strided_slice_is_written_over_a_tensor_and_over_zeros()
    {
        int[] update = Run("TensorStridedSliceUpdate", DType.Int32, [Vector(1, 2, 3, 4), Vector(1), Vector(4), Vector(2), Vector(8, 9)]).Values<int>().ToArray();
        int[] gradient = Run("StridedSliceGrad", DType.Int32, [Vector(4), Vector(1), Vector(4), Vector(2), Vector(8, 9)]).Values<int>().ToArray();

        Assert.Equal([1, 8, 3, 9], update);
        Assert.Equal([0, 8, 0, 9], gradient);
    }

    [Fact]
    public void Systems_of_three_diagonals_are_solved()
    {
        // [[2, 1, 0], [1, 2, 1], [0, 1, 2]] x = [3, 4, 3] for x of ones.
        float[] result = Run("TridiagonalSolve", DType.Float32, [Values([3, 3], 1f, 1, 0, 2, 2, 2, 0, 1, 1), Values([3, 1], 3f, 4, 3)]).Values<float>().ToArray();

        Assert.All(result, x => Assert.Equal(1f, x, 1e-6f));
    }
}
