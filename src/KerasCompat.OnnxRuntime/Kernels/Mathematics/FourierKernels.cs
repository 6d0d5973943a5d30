using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>Fourier transforms of the last one, two or three dimensions (tensorflow/core/kernels/fft_ops.cc).</summary>
internal static class FourierKernels
{
    private static readonly string[] Suffixes = ["", "2D", "3D"];

    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table)
    {
        for (int i = 0; i < Suffixes.Length; i++)
        {
            int rank = i + 1;
            table.Add("FFT" + Suffixes[i], context => Transform(context, rank, inverse: false));
            table.Add("IFFT" + Suffixes[i], context => Transform(context, rank, inverse: true));
            table.Add("RFFT" + Suffixes[i], context => Real(context, rank));
            table.Add("IRFFT" + Suffixes[i], context => InverseReal(context, rank));
        }

        table.Add("BatchFFT", context => Transform(context, 1, inverse: false));
        table.Add("BatchIFFT", context => Transform(context, 1, inverse: true));
    }

    private static void Transform(KernelContext context, int rank, bool inverse)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(input.Rank >= rank, $"Input must have rank of at least {rank} but got {input}");
        Complex[] values = Numbers.ToComplex(input);
        for (int axis = input.Rank - rank; axis < input.Rank; axis++)
        {
            Along(context, values, input.Shape, axis, inverse);
        }

        Numbers.Write(context.Allocate(0, input.DType, input.Shape), values);
    }

    /// <summary>Of real numbers, cut or padded with zeros to the given lengths; the last dimension keeps only what is not its own mirror image.</summary>
    private static void Real(KernelContext context, int rank)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(input.Rank >= rank, $"Input must have rank of at least {rank} but got {input}");
        nint[] full = Lengths(context, input, rank);
        Complex[] values = Fitted(Numbers.ToComplex(input), input.Shape, full);
        for (int axis = input.Rank - 1; axis >= input.Rank - rank; axis--)
        {
            Along(context, values, full, axis, inverse: false);
        }

        nint[] half = [.. full[..^1], full[^1] == 0 ? 0 : (full[^1] / 2) + 1];
        DType type = input.DType == DType.Float64 ? DType.Complex128 : DType.Complex64;
        Numbers.Write(context.Allocate(0, type, half), Fitted(values, full, half));
    }

    /// <summary>From the half that <see cref="Real"/> keeps: the rest is its mirror image.</summary>
    private static void InverseReal(KernelContext context, int rank)
    {
        HostTensor input = context.Input(0);
        KernelContext.Require(input.Rank >= rank, $"Input must have rank of at least {rank} but got {input}");
        nint[] full = Lengths(context, input, rank);
        int length = (int)full[^1], kept = length == 0 ? 0 : (length / 2) + 1;
        nint[] half = [.. full[..^1], kept];
        Complex[] values = Fitted(Numbers.ToComplex(input), input.Shape, half);
        for (int axis = input.Rank - rank; axis < input.Rank - 1; axis++)
        {
            Along(context, values, half, axis, inverse: true);
        }

        int rows = length == 0 ? 0 : KernelShapes.Count(full) / length;
        Complex[] mirrored = new Complex[rows * length];
        for (int row = 0; row < rows; row++)
        {
            for (int k = 0; k < length; k++)
            {
                mirrored[(row * length) + k] = k < kept ? values[(row * kept) + k] : Complex.Conjugate(values[(row * kept) + length - k]);
            }
        }

        Along(context, mirrored, full, full.Length - 1, inverse: true);
        DType type = input.DType == DType.Complex128 ? DType.Float64 : DType.Float32;
        Numbers.Write(context.Allocate(0, type, full), Array.ConvertAll(mirrored, value => value.Real));
    }

    private static nint[] Lengths(KernelContext context, HostTensor input, int rank)
    {
        long[] lengths = context.Integers(1);
        KernelContext.Require(lengths.Length == rank && Array.TrueForAll(lengths, length => length >= 0), $"fft_length must have {rank} lengths of at least 0");
        return [.. input.Shape[..^rank], .. KernelShapes.ToShape(lengths)];
    }

    /// <summary>Cuts each dimension, or pads it with zeros.</summary>
    private static Complex[] Fitted(Complex[] values, ReadOnlySpan<nint> from, nint[] to)
    {
        if (from.SequenceEqual(to))
        {
            return values;
        }

        var result = new Complex[KernelShapes.Count(to)];
        nint[] common = new nint[to.Length];
        for (int i = 0; i < to.Length; i++)
        {
            common[i] = Math.Min(from[i], to[i]);
        }

        int[] source = KernelShapes.Indices(common, KernelShapes.Strides(from), 0), target = KernelShapes.Indices(common, KernelShapes.Strides(to), 0);
        for (int i = 0; i < source.Length; i++)
        {
            result[target[i]] = values[source[i]];
        }

        return result;
    }

    private static void Along(KernelContext context, Complex[] values, ReadOnlySpan<nint> shape, int axis, bool inverse)
    {
        int length = (int)shape[axis];
        if (values.Length == 0)
        {
            return;
        }

        Fourier transform = Prepared(context, length);
        int inner = KernelShapes.Count(shape[(axis + 1)..]);
        var line = new Complex[length];
        for (int start = 0; start < values.Length; start += length * inner)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < inner; i++)
            {
                for (int k = 0; k < length; k++)
                {
                    line[k] = values[start + (k * inner) + i];
                }

                if (inverse)
                {
                    transform.Inverse(line);
                }
                else
                {
                    transform.Forward(line);
                }

                for (int k = 0; k < length; k++)
                {
                    values[start + (k * inner) + i] = line[k];
                }
            }
        }
    }

    /// <summary>The tables of a length are kept from one run to the next.</summary>
    private static Fourier Prepared(KernelContext context, int length)
    {
        var known = (Dictionary<int, Fourier>)(context.Cache ??= new Dictionary<int, Fourier>());
        if (!known.TryGetValue(length, out Fourier? transform))
        {
            transform = new Fourier(length);
            known[length] = transform;
        }

        return transform;
    }
}
