using KerasCompat.Contracts;
using static KerasCompat.OnnxRuntime.Tests.Ops.NaiveTensor;

namespace KerasCompat.OnnxRuntime.Tests.Ops;

/// <summary>Integers of 64 bits are compared in all of them, where ONNX Runtime takes the lower halves of two with equal upper halves for numbers with a sign.</summary>
public sealed class WideIntegerTests
{
    private const double Half = 4294967296;

    private static readonly OpCases Cases = Make();

    private static readonly OpCases Powers = MakePowers();

    public static TheoryData<string, Way> All => Cases.In();

    public static TheoryData<string, Way> OfKnownExponents => Powers.In(Way.KnownShapes, Way.KnownRanks, Way.KnownParameters, Way.Everything);

    [Theory]
    [MemberData(nameof(All))]
    public void All_bits_are_compared(string name, Way way) => Cases.Check(name, way);

    [Theory]
    [MemberData(nameof(OfKnownExponents))]
    public void Powers_wrap_around(string name, Way way) => Powers.Check(name, way);

    private static OpCases Make()
    {
        var cases = new OpCases();
        double[] numbers = [0, 1, 5, 2147483647, 2147483648, Half - 1, Half, (2 * Half) - 1, -1, -Half, -Half - 1, -2147483649];
        foreach (DType type in (DType[])[DType.Int64, DType.UInt64, DType.UInt32])
        {
            double[] own = [.. numbers.Where(n => type == DType.Int64 || (n >= 0 && (type == DType.UInt64 || n < Half)))];
            long count = own.Length;
            NaiveTensor first = Build(type, [count, count, 3], p => own[p[0]]), second = Build(type, [count, count, 3], p => own[p[1]]);
            foreach ((string op, Func<double, double, double> extreme) in ((string, Func<double, double, double>)[])[("Maximum", Math.Max), ("Minimum", Math.Min)])
            {
                cases.Add($"{op} of {type}", new OneOp(op).Data(first).Data(second).With("T", type).Gives(Build(type, first.Shape, p => extreme(first[p], second[p]))));
                foreach (bool keepDims in (bool[])[false, true])
                {
                    NaiveTensor pairs = Build(type, [count * count, 5], p => own[p[1] % 2 == 0 ? p[0] / count : p[0] % count]);
                    cases.Add($"{op[..3]} of {type}, keep_dims: {keepDims}", new OneOp(op[..3]).Data(pairs).Parameter(Integers(1)).With("T", type).With("Tidx", DType.Int32).With("keep_dims", keepDims)
                        .Gives(pairs.Reduce([1], keepDims, type, values => values.Aggregate(extreme))));
                }
            }

            NaiveTensor low = Scalar(type, 1), high = Scalar(type, 2147483648), all = Build(type, [count], p => own[p[0]]);
            cases.Add($"ClipByValue of {type}", new OneOp("ClipByValue").Data(all).Parameter(low).Parameter(high).With("T", type).Gives(all.Map(type, x => Math.Clamp(x, 1, 2147483648))));
            if (type == DType.Int64)
            {
                cases.Add($"Sign of {type}", new OneOp("Sign").Data(all).With("T", type).Gives(all.Map(type, x => Math.Sign(x))));
            }
        }

        NaiveTensor large = new(DType.Int64, [2, 3], [9007199254740991, 1, -2, 4503599627370497, 4503599627370494, -1]);
        cases.Add("Sum that needs all of 53 bits", Sum(large).Gives(new NaiveTensor(DType.Int64, [2], [9007199254740990, 9007199254740990])));
        NaiveTensor cancelling = new(DType.Int64, [1, 3], [4611686018427387904, 4611686018427387904, 5]);
        cases.Add("Sum of 64 bits that wraps around", Sum(cancelling).Gives(new NaiveTensor(DType.Int64, [1], [-9223372036854775803])));
        NaiveTensor overflowing = new(DType.Int32, [2, 3], [2147483647, 1, 1, -2147483648, -2147483648, 7]);
        cases.Add("Sum of 32 bits that wraps around", Sum(overflowing).Gives(new NaiveTensor(DType.Int32, [2], [-2147483647, 7])));
        return cases;
    }

    private static OpCases MakePowers()
    {
        var cases = new OpCases();
        foreach ((DType type, double number, double exponent, double power) in ((DType, double, double, double)[])
            [(DType.Int64, 3, 33, 5559060566555523), (DType.Int64, -3, 33, -5559060566555523), (DType.Int32, 3, 21, 1870418611), (DType.Int32, 2, 40, 0), (DType.Int32, 7, 0, 1), (DType.Int8, 3, 5, -13)])
        {
            cases.Add($"{number} to the power of {exponent} of {type}", new OneOp("Pow").Data(Vector(type, number)).Parameter(Scalar(type, exponent)).With("T", type).Gives(Vector(type, power)));
        }

        return cases;
    }

    private static OneOp Sum(NaiveTensor numbers) => new OneOp("Sum").Data(numbers).Parameter(Integers(1)).With("T", numbers.DType).With("Tidx", DType.Int32);
}
