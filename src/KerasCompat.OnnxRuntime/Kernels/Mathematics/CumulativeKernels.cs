using System.Numerics;
using KerasCompat.Onnx.Graph;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Running sums and products of what ONNX cannot say: complex numbers, and tensors whose rank shows at run time (tensorflow/core/kernels/scan_ops.cc).</summary>
internal static class CumulativeKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("Cumsum", context => Run(context, Complex.Zero, (sum, next) => sum + next), IsFloatOrComplex);
        table.Add("Cumprod", context => Run(context, Complex.One, (product, next) => product * next), IsFloatOrComplex);
        table.Add("CumulativeLogsumexp", context => Run(context, double.NegativeInfinity, (sum, next) => LogOfSum(sum.Real, next.Real)), IsFloatOrComplex);
    }

    private static bool IsFloatOrComplex(TfNode node) => node.OutputTypes is [var type, ..] && (Numbers.IsFloat(type) || Numbers.IsComplex(type));

    private static double LogOfSum(double a, double b)
    {
        double larger = Math.Max(a, b);
        return double.IsNegativeInfinity(larger) ? larger : larger + SpecialFunctions.Log1p(Math.Exp(Math.Min(a, b) - larger));
    }

    private static void Run(KernelContext context, Complex start, Func<Complex, Complex, Complex> combine)
    {
        HostTensor input = context.Input(0);
        int axis = KernelShapes.Axis(context.Integer(1), input.Rank);
        bool exclusive = context.Attributes.Bool("exclusive", false), reverse = context.Attributes.Bool("reverse", false);
        int length = (int)input.Shape[axis], inner = KernelShapes.Count(input.Shape[(axis + 1)..]);
        Complex[] values = Numbers.ToComplex(input);
        for (int first = 0; first < values.Length; first++)
        {
            // The first element of each line along the axis.
            if (first / inner % length != 0)
            {
                continue;
            }

            Complex state = start;
            for (int k = 0; k < length; k++)
            {
                int at = first + ((reverse ? length - 1 - k : k) * inner);
                Complex before = state;
                state = combine(state, values[at]);
                values[at] = exclusive ? before : state;
            }
        }

        HostTensor output = context.Allocate(0, input.DType, input.Shape);
        if (Numbers.IsComplex(input.DType))
        {
            Numbers.Write(output, values);
        }
        else
        {
            Numbers.Write(output, Array.ConvertAll(values, value => value.Real));
        }
    }
}
