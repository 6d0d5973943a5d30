using System.Numerics;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Sums, means and products of complex numbers (tensorflow/core/ops/math_ops.cc); those of real numbers are ONNX' own.</summary>
internal static class ComplexReductionKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        Add(table, "Sum", Complex.Zero, (a, b) => a + b);
        Add(table, "Mean", Complex.Zero, (a, b) => a + b);
        Add(table, "Prod", Complex.One, (a, b) => a * b);
        table.Add("AddN", AddN, node => node.OutputTypes is [var type, ..] && Numbers.IsComplex(type));
        table.Add("AddV2", AddN, node => node.OutputTypes is [var type, ..] && Numbers.IsComplex(type));
        table.Add("Add", AddN, node => node.OutputTypes is [var type, ..] && Numbers.IsComplex(type));
    }

    private static void Add(KernelTable table, string op, Complex start, Func<Complex, Complex, Complex> combine) => table.Add(
        op, context => Reduce(context, start, combine, average: op == "Mean"), node => node.OutputTypes is [var type, ..] && Numbers.IsComplex(type));

    private static void Reduce(KernelContext context, Complex start, Func<Complex, Complex, Complex> combine, bool average)
    {
        HostTensor input = context.Input(0);
        var shape = ReducedShape.Of(context, input.Shape, axes: 1);
        var results = new Complex[KernelShapes.Count(shape.Kept)];
        Array.Fill(results, start);
        int[] targets = KernelShapes.BroadcastIndices(shape.Kept, input.Shape);
        Complex[] values = Numbers.ToComplex(input);
        for (int i = 0; i < values.Length; i++)
        {
            results[targets[i]] = combine(results[targets[i]], values[i]);
        }

        double count = average ? (double)values.Length / results.Length : 1;
        Numbers.Write(context.Allocate(0, input.DType, shape.Result), Array.ConvertAll(results, value => value / count));
    }

    private static void AddN(KernelContext context)
    {
        nint[] shape = context.Input(0).Shape.ToArray();
        for (int i = 1; i < context.InputCount; i++)
        {
            shape = KernelShapes.Broadcast(shape, context.Input(i).Shape);
        }

        var sums = new Complex[KernelShapes.Count(shape)];
        for (int i = 0; i < context.InputCount; i++)
        {
            int[] from = KernelShapes.BroadcastIndices(context.Input(i).Shape, shape);
            Complex[] values = Numbers.ToComplex(context.Input(i));
            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += values[from[k]];
            }
        }

        Numbers.Write(context.Allocate(0, context.Input(0).DType, shape), sums);
    }
}
