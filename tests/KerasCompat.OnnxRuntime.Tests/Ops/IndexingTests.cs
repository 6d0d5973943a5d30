using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>Ops that take elements from other places (tensorflow/core/ops/array_ops.cc, manip_ops.cc): the position in the tensor of each element of the result.</summary>
public sealed class IndexingTests
{
    private static readonly OpCases Cases = Make();

    public static TheoryData<string, Way> All => Cases.In();

    [Theory]
    [MemberData(nameof(All))]
    public void Each_element_comes_from_its_place(string name, Way way) => Cases.Check(name, way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        NaiveTensor x = Counting(DType.Float32, 3, 4, 5);
        Slice(cases, x, "behind an ellipsis", [0, -1], [0, 0], [1, 1], ellipsis: 1, shrink: 2, expected: Pick(x, [3, 4], p => [p[0], p[1], 4]));
        Slice(cases, x, "with new axes on both sides of an ellipsis", [0, 0, 0], [0, 0, 0], [1, 1, 1], ellipsis: 2, newAxis: 5, expected: x.Reshape(1, 3, 4, 5, 1));
        Slice(cases, x, "backwards", [0, 3], [0, -5], [-1, -2], begin: 1, end: 1, expected: Pick(x, [3, 2, 5], p => [2 - p[0], 3 - (2 * p[1]), p[2]]));
        Slice(cases, x, "beyond both ends", [-100, 1], [100, 100], [2, 1], expected: Pick(x, [2, 3, 5], p => [2 * p[0], p[1] + 1, p[2]]));
        Slice(cases, x, "of nothing", [2], [1], [1], expected: new NaiveTensor(x.DType, [0, 4, 5], []));
        Slice(cases, x, "with one axis cut and one taken out", [1, 1], [0, 3], [1, 1], shrink: 1, expected: Pick(x, [2, 5], p => [1, p[0] + 1, p[1]]));

        cases.Add("Slice to the end", new OneOp("Slice").Data(x).Parameter(Integers(1, 0, 2)).Parameter(Integers(-1, 4, 2)).With("T", x.DType).With("Index", DType.Int32)
            .Gives(Pick(x, [2, 4, 2], p => [p[0] + 1, p[1], p[2] + 2])));
        cases.Add("Transpose", new OneOp("Transpose").Data(x).Parameter(Integers(2, 0, 1)).With("T", x.DType).With("Tperm", DType.Int32).Gives(Pick(x, [5, 3, 4], p => [p[1], p[2], p[0]])));
        cases.Add("Reverse", new OneOp("Reverse").Data(x).Parameter(Vector(DType.Bool, 1, 0, 1)).With("T", x.DType).Gives(Pick(x, x.Shape, p => [2 - p[0], p[1], 4 - p[2]])));
        cases.Add("ReverseV2", new OneOp("ReverseV2").Data(x).Parameter(Integers(-1, 0)).With("T", x.DType).With("Tidx", DType.Int32).Gives(Pick(x, x.Shape, p => [2 - p[0], p[1], 4 - p[2]])));
        cases.Add("Roll", new OneOp("Roll").Data(x).Parameter(Integers(6, -1)).Parameter(Integers(1, 2)).With("T", x.DType).With("Tshift", DType.Int32).With("Taxis", DType.Int32)
            .Gives(Pick(x, x.Shape, p => [p[0], (p[1] + 2) % 4, (p[2] + 1) % 5])));
        foreach ((string mode, int edge) in ((string, int)[])[("REFLECT", 0), ("SYMMETRIC", 1)])
        {
            cases.Add($"MirrorPad {mode}", new OneOp("MirrorPad").Data(x).Parameter(Integers(1, 0, 0, 2, 3, 1).Reshape(3, 2)).With("T", x.DType).With("Tpaddings", DType.Int32).With("mode", mode)
                .Gives(Pick(x, [4, 6, 9], p => [Mirrored(p[0] - 1, 3, edge), Mirrored(p[1], 4, edge), Mirrored(p[2] - 3, 5, edge)])));
        }

        foreach ((long axis, long batch, long[] shape) in ((long, long, long[])[])[(0, 0, [2, 2]), (-1, 0, []), (2, 1, [3, 2]), (1, 1, [3]), (2, 2, [3, 4, 2]), (1, -1, [3, 2])])
        {
            foreach (DType type in (DType[])[DType.Int32, DType.Int16])
            {
                NaiveTensor indices = Counting(type, shape).Map(type, v => v % 3);
                int at = (int)(axis < 0 ? axis + 3 : axis), shared = (int)(batch < 0 ? batch + shape.Length : batch), picked = shape.Length - shared;
                cases.Add($"GatherV2 along {axis}, {batch} of the batch, by {type}", new OneOp("GatherV2").Data(x).Data(indices).Parameter(Scalar(DType.Int32, axis))
                    .With("Tparams", x.DType).With("Tindices", type).With("Taxis", DType.Int32).With("batch_dims", batch)
                    .Gives(Pick(x, [.. x.Shape[..at], .. shape[shared..], .. x.Shape[(at + 1)..]], p =>
                        [.. p[..at], (long)indices[[.. p[..shared], .. p[at..(at + picked)]]], .. p[(at + picked)..]])));
            }
        }

        NaiveTensor positions = new(DType.Int32, [2, 1, 2], [2, 3, 0, 1]);
        cases.Add("GatherNd", new OneOp("GatherNd").Data(x).Data(positions).With("Tparams", x.DType).With("Tindices", DType.Int32)
            .Gives(Pick(x, [2, 1, 5], p => [(long)positions[p[0], p[1], 0], (long)positions[p[0], p[1], 1], p[2]])));
        return cases;
    }

    private static void Slice(
        OpCases cases, NaiveTensor x, string name, long[] begins, long[] ends, long[] strides, NaiveTensor expected, int begin = 0, int end = 0, int ellipsis = 0, int newAxis = 0, int shrink = 0) =>
        cases.Add("StridedSlice " + name, new OneOp("StridedSlice").Data(x).Parameter(Integers(begins)).Parameter(Integers(ends)).Parameter(Integers(strides)).With("T", x.DType)
            .With("Index", DType.Int32).With("begin_mask", begin).With("end_mask", end).With("ellipsis_mask", ellipsis).With("new_axis_mask", newAxis).With("shrink_axis_mask", shrink).Gives(expected));

    private static NaiveTensor Pick(NaiveTensor x, long[] shape, Func<long[], long[]> from) => Build(x.DType, shape, p => x[from(p)]);

    private static long Mirrored(long position, long size, int edge) =>
        position < 0 ? -position - edge : position >= size ? (2 * size) - 2 + edge - position : position;
}
