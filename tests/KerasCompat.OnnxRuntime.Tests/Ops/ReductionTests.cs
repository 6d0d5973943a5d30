using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>Reductions and scans along axes (tensorflow/core/ops/math_ops.cc), whatever of shapes and axes shows at run time only.</summary>
public sealed class ReductionTests
{
    private static readonly OpCases Cases = Make();

    public static TheoryData<string, Way> All => Cases.In();

    [Theory]
    [MemberData(nameof(All))]
    public void Elements_are_combined_along_the_axes(string name, Way way) => Cases.Check(name, way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        (string Op, Func<double[], double> Combine)[] reductions =
        [
            ("Sum", v => v.Sum()), ("Mean", v => v.Average()), ("Prod", v => v.Aggregate(1d, (a, b) => a * b)), ("Max", v => v.Max()), ("Min", v => v.Min()),
            ("EuclideanNorm", v => Math.Sqrt(v.Sum(x => x * x))),
        ];
        foreach ((string op, Func<double[], double> combine) in reductions)
        {
            foreach (long[] axes in (long[][])[[1], [0, -1], []])
            {
                bool keepDims = axes.Length == 2;
                NaiveTensor x = Random(DType.Float32, 1, [2, 3, 4]);
                cases.Add($"{op} over [{string.Join(", ", axes)}]", new OneOp(op).Data(x).Parameter(Integers(axes)).With("T", x.DType).With("Tidx", DType.Int32)
                    .With("keep_dims", keepDims).Gives(x.Reduce(axes, keepDims, x.DType, combine)));
            }
        }

        foreach ((string op, DType type, double neutral) in ((string, DType, double)[])
            [
                ("Sum", DType.Float32, 0), ("Prod", DType.Float32, 1), ("EuclideanNorm", DType.Float32, 0), ("Mean", DType.Float32, double.NaN), ("Mean", DType.Int32, 0),
                ("Max", DType.Float32, double.NegativeInfinity), ("Min", DType.Float32, double.PositiveInfinity), ("Max", DType.Int16, short.MinValue), ("Min", DType.UInt16, ushort.MaxValue),
                ("Max", DType.UInt32, 0), ("Min", DType.UInt32, uint.MaxValue), ("Min", DType.UInt64, ulong.MaxValue),
            ])
        {
            foreach ((long[] shape, long[] axes, long[] result) in ((long[], long[], long[])[])[([0, 2], [0], [2]), ([2, 0, 3], [1], [2, 3]), ([2, 0], [-1], [2]), ([2, 0, 0], [1, 2], [2])])
            {
                cases.Add($"{op} of {type} over axes [{string.Join(", ", axes)}] of nothing", new OneOp(op).Data(new NaiveTensor(type, shape, [])).Parameter(Integers(axes)).With("T", type)
                    .With("Tidx", DType.Int32).Gives(Build(type, result, _ => neutral)));
            }
        }

        foreach (string op in (string[])["ArgMax", "ArgMin"])
        {
            foreach ((DType type, long axis) in ((DType, long)[])[(DType.Float32, 1), (DType.Int8, -1), (DType.Bool, 0)])
            {
                NaiveTensor x = Random(type, 2, [2, 3, 4], 0, 1);
                cases.Add($"{op} of {type} along {axis}", new OneOp(op).Data(x).Parameter(Scalar(DType.Int32, axis)).With("T", type).With("Tidx", DType.Int32).With("output_type", DType.Int32)
                    .Gives(x.Reduce([axis], false, DType.Int32, v => Array.IndexOf(v, op == "ArgMax" ? v.Max() : v.Min()))));
            }
        }

        foreach ((string op, double start, Func<double, double, double> next) in ((string, double, Func<double, double, double>)[])
            [("Cumsum", 0, (a, b) => a + b), ("Cumprod", 1, (a, b) => a * b), ("CumulativeLogsumexp", double.NegativeInfinity, (a, b) => Math.Log(Math.Exp(a) + Math.Exp(b)))])
        {
            foreach ((bool exclusive, bool reverse) in ((bool, bool)[])[(false, false), (true, false), (true, true)])
            {
                NaiveTensor x = Random(DType.Float32, 3, [2, 3, 2], -2, 2);
                cases.Add($"{op} exclusive: {exclusive}, reverse: {reverse}", Scan(op, x, -2, exclusive, reverse).Gives(Build(x.DType, x.Shape, p =>
                {
                    IEnumerable<long> before = reverse ? [2, 1, 0] : [0, 1, 2];
                    before = before.TakeWhile(i => i != p[1]);
                    return (exclusive ? before : before.Append(p[1])).Aggregate(start, (state, i) => next(state, x[p[0], i, p[2]]));
                })));
            }

            NaiveTensor empty = new(DType.Float32, [2, 0, 2], []);
            cases.Add($"{op} of nothing", Scan(op, empty, 1, false, true).Gives(empty));
        }

        NaiveTensor whole = Counting(DType.Int32, 2, 3);
        cases.Add("Cumprod of integers", Scan("Cumprod", whole, 1, false, false).Gives(new NaiveTensor(DType.Int32, [2, 3], [1, 2, 6, 4, 20, 120])));
        return cases;
    }

    private static OneOp Scan(string op, NaiveTensor x, long axis, bool exclusive, bool reverse) => new OneOp(op).Data(x).Parameter(Scalar(DType.Int32, axis))
        .With("T", x.DType).With("Tidx", DType.Int32).With("exclusive", exclusive).With("reverse", reverse);
}
