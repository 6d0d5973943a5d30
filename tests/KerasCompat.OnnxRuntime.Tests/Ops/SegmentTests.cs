using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>Rows that are combined by the segment or the position that they belong to (tensorflow/core/ops/math_ops.cc, array_ops.cc).</summary>
public sealed class SegmentTests
{
    private static readonly OpCases Cases = Make();

    public static TheoryData<string, Way> All => Cases.In();

    [Theory]
    [MemberData(nameof(All))]
    public void Rows_of_a_segment_are_combined(string name, Way way) => Cases.Check(name, way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        foreach (DType type in (DType[])[DType.Float32, DType.Int32, DType.UInt8])
        {
            double lowest = type switch { DType.Float32 => float.MinValue, DType.Int32 => (double)int.MinValue, _ => 0 };
            double highest = type switch { DType.Float32 => float.MaxValue, DType.Int32 => (double)int.MaxValue, _ => 255 };
            (string How, double Nothing, Func<double, double, double> Combine)[] ways =
                [("Sum", 0, (a, b) => a + b), ("Prod", 1, (a, b) => a * b), ("Max", lowest, Math.Max), ("Min", highest, Math.Min)];
            NaiveTensor rows = Random(type, 1, [5, 2], 0, 4), sorted = Integers(0, 0, 1, 3, 3), unsorted = Integers(2, 0, -1, 2, 0), square = Integers(0, 2, 1, 0).Reshape(2, 2);
            NaiveTensor stack = Random(type, 2, [2, 2, 3], 0, 4);
            foreach ((string how, double nothing, Func<double, double, double> combine) in ways)
            {
                cases.Add($"Segment{how} of {type}", new OneOp("Segment" + how).Data(rows).Data(sorted).With("T", type).With("Tindices", DType.Int32)
                    .Gives(Combined(rows, sorted, 4, how == "Prod" ? 1 : 0, combine)));
                cases.Add($"UnsortedSegment{how} of {type}", Unsorted(how, rows, unsorted, 4).Gives(Combined(rows, unsorted, 4, nothing, combine)));
                cases.Add($"UnsortedSegment{how} of {type} by a matrix of segments", Unsorted(how, stack, square, 3).Gives(Combined(stack.Reshape(4, 3), square.Reshape(4), 3, nothing, combine)));
            }
        }

        NaiveTensor target = Random(DType.Float32, 4, [4, 3]), updates = Random(DType.Float32, 5, [3, 3]), places = Integers(0, 2, 0).Reshape(3, 1);
        foreach ((string how, Func<double, double, double> combine) in ((string, Func<double, double, double>)[])[("Add", (a, b) => a + b), ("Sub", (a, b) => a - b), ("Max", Math.Max), ("Min", Math.Min)])
        {
            cases.Add("TensorScatter" + how, new OneOp("TensorScatter" + how).Data(target).Data(places).Data(updates).With("T", target.DType).With("Tindices", DType.Int32)
                .Gives(Build(target.DType, target.Shape, p => Enumerable.Range(0, 3).Where(i => places.Values[i] == p[0]).Aggregate(target[p], (value, i) => combine(value, updates[i, p[1]])))));
        }

        return cases;
    }

    private static OneOp Unsorted(string how, NaiveTensor rows, NaiveTensor segments, long count) => new OneOp("UnsortedSegment" + how).Data(rows).Data(segments)
        .Parameter(Scalar(DType.Int32, count)).With("T", rows.DType).With("Tindices", DType.Int32).With("Tnumsegments", DType.Int32);

    private static NaiveTensor Combined(NaiveTensor rows, NaiveTensor segments, long count, double nothing, Func<double, double, double> combine) =>
        Build(rows.DType, [count, rows.Shape[1]], p =>
        {
            double[] own = [.. Enumerable.Range(0, segments.Values.Length).Where(i => segments.Values[i] == p[0]).Select(i => rows[i, p[1]])];
            return own.Length == 0 ? nothing : own.Aggregate(combine);
        });
}
