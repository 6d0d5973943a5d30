using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Complex numbers from their parts and back (tensorflow/core/ops/math_ops.cc). ONNX Runtime has no complex tensors.</summary>
internal static class ComplexKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        table.Add("Complex", Join);
        table.Add("Real", context => Part(context, value => value.Real));
        table.Add("Imag", context => Part(context, value => value.Imaginary));
        table.Add("ComplexAbs", context => Part(context, Complex.Abs));
        table.Add("Angle", context => Part(context, value => value.Phase));
        table.Add("Conj", Conjugate);
        table.Add("ConjugateTranspose", ConjugateTranspose);
    }

    private static void Join(KernelContext context)
    {
        HostTensor real = context.Input(0), imaginary = context.Input(1);
        DType type = real.DType == DType.Float64 ? DType.Complex128 : DType.Complex64;
        nint[] shape = KernelShapes.Broadcast(real.Shape, imaginary.Shape);
        int[] fromReal = KernelShapes.BroadcastIndices(real.Shape, shape), fromImaginary = KernelShapes.BroadcastIndices(imaginary.Shape, shape);
        double[] reals = Numbers.ToDoubles(real), imaginaries = Numbers.ToDoubles(imaginary);
        var values = new Complex[fromReal.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new Complex(reals[fromReal[i]], imaginaries[fromImaginary[i]]);
        }

        Numbers.Write(context.Allocate(0, type, shape), values);
    }

    private static void Part(KernelContext context, Func<Complex, double> part)
    {
        HostTensor input = context.Input(0);
        DType type = input.DType == DType.Complex128 ? DType.Float64 : DType.Float32;
        Numbers.Write(context.Allocate(0, type, input.Shape), Array.ConvertAll(Numbers.ToComplex(input), value => part(value)));
    }

    private static void Conjugate(KernelContext context)
    {
        HostTensor input = context.Input(0);
        if (!Numbers.IsComplex(input.DType))
        {
            context.SetOutput(0, input);
            return;
        }

        Numbers.Write(context.Allocate(0, input.DType, input.Shape), Array.ConvertAll(Numbers.ToComplex(input), Complex.Conjugate));
    }

    private static void ConjugateTranspose(KernelContext context)
    {
        HostTensor input = context.Input(0);
        long[] order = context.Integers(1);
        KernelContext.Require(order.Order().SequenceEqual(Enumerable.Range(0, input.Rank).Select(i => (long)i)), $"[{string.Join(',', order)}] is not a permutation");
        int[] strides = KernelShapes.Strides(input.Shape);
        var shape = new nint[input.Rank];
        for (int i = 0; i < shape.Length; i++)
        {
            shape[i] = input.Shape[(int)order[i]];
        }

        int[] places = KernelShapes.Indices(shape, Array.ConvertAll(order, axis => strides[axis]), 0);
        HostTensor output = context.Allocate(0, input.DType, shape);
        if (Numbers.IsComplex(input.DType))
        {
            Complex[] values = Numbers.ToComplex(input);
            Numbers.Write(output, Array.ConvertAll(places, place => Complex.Conjugate(values[place])));
        }
        else
        {
            KernelShapes.Gather(input, places, output);
        }
    }
}
