using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.Engines;
using KerasCompat.OnnxRuntime.Kernels;
using KerasCompat.OnnxRuntime.Tests.HandMade;

namespace KerasCompat.OnnxRuntime.Tests.Kernels;

/// <summary>Kernels that are written once compute in each type of real numbers.</summary>
public sealed class RealTypesTests
{
    public static TheoryData<DType> RealNumbers { get; } =
    [
        DType.Float32, DType.Float64, DType.Float16, DType.Int8, DType.Int16, DType.Int32, DType.Int64, DType.UInt8, DType.UInt16, DType.UInt32, DType.UInt64,
    ];

    [Theory]
    [MemberData(nameof(RealNumbers))]
    public void A_computation_runs_in_the_type_whose_elements_are_as_large(DType dtype)
    {
        var size = new int[1];

        bool ran = RealTypes.TryRun(dtype, new SizeOf(size));

        Assert.True(ran);
        Assert.Equal(dtype.Size(), size[0]);
    }

    [Theory]
    [InlineData(DType.BFloat16)]
    [InlineData(DType.Complex64)]
    [InlineData(DType.String)]
    [InlineData(DType.Bool)]
    public void Nothing_runs_where_there_is_no_such_type(DType dtype)
    {
        var size = new int[1];

        Assert.False(RealTypes.TryRun(dtype, new SizeOf(size)));
        Assert.Equal(0, size[0]);
    }

    [Fact]
    public void A_range_of_small_integers_counts_in_them()
    {
        ModelTensor range = KernelCase.Run(
            "Range", DType.UInt8, [KernelCase.Values<byte>([], 250), KernelCase.Values<byte>([], 255), KernelCase.Values<byte>([], 2)]);

        Assert.Equal<byte>([250, 252, 254], range.Values<byte>());
    }

    [Fact]
    public void A_range_of_nothing_is_refused()
    {
        ModelCallException refusal = Assert.Throws<ModelCallException>(() => KernelCase.Run(
            "Range", DType.Int32, [KernelCase.Values<int>([0]), KernelCase.Scalar(3), KernelCase.Scalar(1)]));

        Assert.Contains("start, limit and delta must be scalars of one type, got int32[0]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ragged_ranges_count_their_rows_and_share_what_is_given_once()
    {
        ModelTensor[] ranges = KernelCase.Run(
            "RaggedRange", [DType.Int64, DType.Int16], [KernelCase.Values<short>([3], 0, 5, 8), KernelCase.Values<short>([3], 3, 5, 2), KernelCase.Values<short>([3], 1, 1, -3)]);

        Assert.Equal<long>([0, 3, 3, 5], ranges[0].Values<long>());
        Assert.Equal<short>([0, 1, 2, 8, 5], ranges[1].Values<short>());
    }

    [Fact]
    public void Ragged_ranges_of_differing_numbers_of_rows_are_refused()
    {
        ModelCallException refusal = Assert.Throws<ModelCallException>(() => KernelCase.Run(
            "RaggedRange", [DType.Int64, DType.Int32], [KernelCase.Vector(0, 5, 8), KernelCase.Vector(3, 5), KernelCase.Scalar(1)]));

        Assert.Contains("starts, limits, and deltas must have the same shape", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_position_outside_of_a_sparse_tensor_is_refused()
    {
        ModelCallException refusal = Assert.Throws<ModelCallException>(() => KernelCase.Run(
            "SparseReduceSum",
            DType.Float32,
            [KernelCase.Values<long>([1, 2], 0, 7), KernelCase.Values([1], 2f), KernelCase.Values<long>([2], 2, 3), KernelCase.Vector(0)],
            ("keep_dims", KernelPrograms.Bool(false))));

        Assert.Contains("indices[0] lies outside of the shape [2,3]", refusal.Message, StringComparison.Ordinal);
    }

    private readonly struct SizeOf(int[] size) : IRealComputation
    {
        public void Run<T>()
            where T : unmanaged, INumber<T> => size[0] = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
    }
}
