using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>Products of matrices and of stacks of them (tensorflow/core/ops/math_ops.cc, linalg_ops.cc).</summary>
public sealed class ProductTests
{
    private static readonly OpCases Cases = Make();

    /// <summary>The ellipsis of an Einsum stands for a number of axes that is known while translating.</summary>
    public static TheoryData<string, Way> All => [.. Cases.In().Where(c => !c.Data.Item1.StartsWith("Einsum", StringComparison.Ordinal) || c.Data.Item2 is not (Way.Nothing or Way.KnownParameters))];

    [Theory]
    [MemberData(nameof(All))]
    public void Rows_meet_columns(string name, Way way) => Cases.Check(name, way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        foreach ((bool left, bool right) in ((bool, bool)[])[(false, false), (true, false), (false, true), (true, true)])
        {
            NaiveTensor a = Random(DType.Float32, 1, left ? [2, 1, 3, 2] : [2, 1, 2, 3]), b = Random(DType.Float32, 2, right ? [3, 4, 3] : [3, 3, 4]);
            cases.Add($"BatchMatMulV2 {left} {right}", new OneOp("BatchMatMulV2").Data(a).Data(b).With("T", a.DType).With("adj_x", left).With("adj_y", right)
                .Gives(Product(a, b, left, right, a.DType)));
        }

        foreach ((DType x, DType y) in ((DType, DType)[])[(DType.Int8, DType.Int8), (DType.UInt8, DType.Int8), (DType.UInt8, DType.UInt8)])
        {
            NaiveTensor a = Random(x, 1, [2, 2, 3], x == DType.Int8 ? -100 : 0, 100), b = Random(y, 2, [1, 3, 4], y == DType.Int8 ? -100 : 0, 100);
            cases.Add($"BatchMatMulV3 of {x} and {y}", new OneOp("BatchMatMulV3").Data(a).Data(b).With("Ta", x).With("Tb", y).With("Tout", DType.Int32)
                .Gives(Product(a, b, false, false, DType.Int32)));
        }

        NaiveTensor wide = Random(DType.Float32, 3, [2, 1, 3, 2]), narrow = Random(DType.Float32, 4, [5, 2, 4]);
        cases.Add("Einsum with a stack that broadcasts", new OneOp("Einsum").Data(wide).Data(narrow).With("T", wide.DType).With("N", 2).With("equation", "...ij,...jk->...ik")
            .Gives(Product(wide, narrow, false, false, wide.DType)));
        return cases;
    }

    private static NaiveTensor Product(NaiveTensor a, NaiveTensor b, bool left, bool right, DType type)
    {
        long rows = left ? a.Shape[^1] : a.Shape[^2], inner = left ? a.Shape[^2] : a.Shape[^1], columns = right ? b.Shape[^2] : b.Shape[^1];
        int rank = Math.Max(a.Shape.Length, b.Shape.Length);
        long[] stack = [.. Enumerable.Range(0, rank - 2).Select(i => Math.Max(Size(a, i), Size(b, i)))];
        return Build(type, [.. stack, rows, columns], p =>
        {
            double sum = 0;
            for (long k = 0; k < inner; k++)
            {
                sum += a[[.. At(a, p), left ? k : p[^2], left ? p[^2] : k]] * b[[.. At(b, p), right ? p[^1] : k, right ? k : p[^1]]];
            }

            return sum;
        });

        long Size(NaiveTensor value, int axis) => axis - (rank - value.Shape.Length) is >= 0 and var own ? value.Shape[own] : 1;

        long[] At(NaiveTensor value, long[] position) =>
            [.. Enumerable.Range(0, value.Shape.Length - 2).Select(axis => value.Shape[axis] == 1 ? 0 : position[axis + rank - value.Shape.Length])];
    }
}
