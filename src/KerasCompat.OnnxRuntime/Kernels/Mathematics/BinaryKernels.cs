using System.Numerics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>
/// Functions of two or three numbers that ONNX Runtime lacks, or lacks for float64 and complex numbers
/// (tensorflow/core/ops/math_ops.cc). Computed in double precision.
/// </summary>
internal static class BinaryKernels
{
    private static readonly (string Op, Func<double, double, double>? Real, Func<Complex, Complex, Complex>? Complex)[] Functions =
    [
        ("Sub", null, (a, b) => a - b),
        ("Mul", null, (a, b) => a * b),
        ("RealDiv", null, (a, b) => a / b),
        ("Div", null, (a, b) => a / b),
        ("SquaredDifference", null, (a, b) => (a - b) * Complex.Conjugate(a - b)),
        ("DivNoNan", null, (a, b) => b == Complex.Zero ? Complex.Zero : a / b),
        ("MulNoNan", null, (a, b) => b == Complex.Zero ? Complex.Zero : a * b),
        ("Xdivy", null, (a, b) => a == Complex.Zero ? Complex.Zero : a / b),
        ("Xlogy", null, (a, b) => a == Complex.Zero ? Complex.Zero : a * Complex.Log(b)),
        ("Xlog1py", null, (a, b) => a == Complex.Zero ? Complex.Zero : a * Complex.Log(1 + b)),
        ("Pow", Math.Pow, Complex.Pow),
        ("Atan2", Math.Atan2, null),
        ("Igamma", SpecialFunctions.GammaLower, null),
        ("Igammac", SpecialFunctions.GammaUpper, null),
        ("Zeta", SpecialFunctions.Zeta, null),
        ("Polygamma", SpecialFunctions.Polygamma, null),
    ];

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        foreach ((string op, Func<double, double, double>? real, Func<Complex, Complex, Complex>? complex) in Functions)
        {
            table.Add(
                op,
                context => Apply(context, real, complex),
                node => node.OutputTypes is [var type, ..] && (Numbers.IsComplex(type) ? complex is not null : Numbers.IsFloat(type) && real is not null));
        }

        table.Add("Betainc", Betainc);
        table.Add("NextAfter", NextAfter);
        table.Add("PopulationCount", PopulationCount);
    }

    private static void Apply(KernelContext context, Func<double, double, double>? real, Func<Complex, Complex, Complex>? complex)
    {
        HostTensor left = context.Input(0), right = context.Input(1);
        nint[] shape = KernelShapes.Broadcast(left.Shape, right.Shape);
        int[] fromLeft = KernelShapes.BroadcastIndices(left.Shape, shape), fromRight = KernelShapes.BroadcastIndices(right.Shape, shape);
        HostTensor output = context.Allocate(0, left.DType, shape);
        if (Numbers.IsComplex(left.DType))
        {
            Complex[] a = Numbers.ToComplex(left), b = Numbers.ToComplex(right);
            var values = new Complex[fromLeft.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = complex!(a[fromLeft[i]], b[fromRight[i]]);
            }

            Numbers.Write(output, values);
            return;
        }

        double[] x = Numbers.ToDoubles(left), y = Numbers.ToDoubles(right);
        var results = new double[fromLeft.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = real!(x[fromLeft[i]], y[fromRight[i]]);
        }

        Numbers.Write(output, results);
    }

    private static void Betainc(KernelContext context)
    {
        HostTensor a = context.Input(0), b = context.Input(1), x = context.Input(2);
        nint[] shape = KernelShapes.Broadcast(a.Shape, KernelShapes.Broadcast(b.Shape, x.Shape));
        int[] fromA = KernelShapes.BroadcastIndices(a.Shape, shape), fromB = KernelShapes.BroadcastIndices(b.Shape, shape), fromX = KernelShapes.BroadcastIndices(x.Shape, shape);
        double[] p = Numbers.ToDoubles(a), q = Numbers.ToDoubles(b), t = Numbers.ToDoubles(x);
        var values = new double[fromA.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = SpecialFunctions.BetaRegularized(p[fromA[i]], q[fromB[i]], t[fromX[i]]);
        }

        Numbers.Write(context.Allocate(0, a.DType, shape), values);
    }

    private static void NextAfter(KernelContext context)
    {
        HostTensor from = context.Input(0), towards = context.Input(1);
        nint[] shape = KernelShapes.Broadcast(from.Shape, towards.Shape);
        int[] fromIndices = KernelShapes.BroadcastIndices(from.Shape, shape), towardsIndices = KernelShapes.BroadcastIndices(towards.Shape, shape);
        HostTensor output = context.Allocate(0, from.DType, shape);
        for (int i = 0; i < output.Count; i++)
        {
            if (from.DType == Contracts.DType.Float64)
            {
                double x = from.Values<double>()[fromIndices[i]], y = towards.Values<double>()[towardsIndices[i]];
                output.Values<double>()[i] = double.IsNaN(x) || double.IsNaN(y) ? double.NaN : x == y ? y : y > x ? double.BitIncrement(x) : double.BitDecrement(x);
            }
            else
            {
                float x = from.Values<float>()[fromIndices[i]], y = towards.Values<float>()[towardsIndices[i]];
                output.Values<float>()[i] = float.IsNaN(x) || float.IsNaN(y) ? float.NaN : x == y ? y : y > x ? float.BitIncrement(x) : float.BitDecrement(x);
            }
        }
    }

    private static void PopulationCount(KernelContext context)
    {
        HostTensor input = context.Input(0);
        Span<byte> output = context.Allocate(0, Contracts.DType.UInt8, input.Shape).Values<byte>();
        int size = output.Length == 0 ? 1 : input.Bytes.Length / output.Length;
        for (int i = 0; i < output.Length; i++)
        {
            int count = 0;
            foreach (byte bits in input.Bytes.Slice(i * size, size))
            {
                count += BitOperations.PopCount(bits);
            }

            output[i] = (byte)count;
        }
    }
}
