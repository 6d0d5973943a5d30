using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels.Mathematics;

/// <summary>The elements of a tensor as numbers of one type to compute with, and back: rounded once, at the end.</summary>
internal static class Numbers
{
    /// <summary>Whether elements of a type are floating-point numbers.</summary>
    public static bool IsFloat(DType dtype) => dtype is DType.Float16 or DType.BFloat16 or DType.Float32 or DType.Float64;

    /// <summary>Whether elements of a type are complex numbers.</summary>
    public static bool IsComplex(DType dtype) => dtype is DType.Complex64 or DType.Complex128;

    /// <summary>Real numbers of any width.</summary>
    /// <exception cref="KernelException">The tensor holds no real numbers.</exception>
    public static double[] ToDoubles(HostTensor tensor)
    {
        var values = new double[tensor.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = RealAt(tensor, i);
        }

        return values;
    }

    /// <summary>The only real number of an input.</summary>
    /// <exception cref="KernelException">The input holds none, or several.</exception>
    public static double Scalar(KernelContext context, int input) => context.Input(input) is { Count: 1 } value
        ? RealAt(value, 0)
        : throw KernelContext.Refuse($"input {input} must be a scalar, got {context.Input(input)}");

    /// <summary>Numbers of any kind as complex ones.</summary>
    public static Complex[] ToComplex(HostTensor tensor)
    {
        var values = new Complex[tensor.Count];
        switch (tensor.DType)
        {
            case DType.Complex64:
                Span<(float Real, float Imaginary)> singles = tensor.Values<(float, float)>();
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = new Complex(singles[i].Real, singles[i].Imaginary);
                }

                break;
            case DType.Complex128:
                tensor.Values<Complex>().CopyTo(values);
                break;
            default:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = RealAt(tensor, i);
                }

                break;
        }

        return values;
    }

    /// <summary>Fills a tensor of floating-point or integer numbers.</summary>
    public static void Write(HostTensor tensor, ReadOnlySpan<double> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            switch (tensor.DType)
            {
                case DType.Float32: tensor.Values<float>()[i] = (float)values[i]; break;
                case DType.Float64: tensor.Values<double>()[i] = values[i]; break;
                case DType.Float16: tensor.Values<Half>()[i] = (Half)values[i]; break;
                case DType.BFloat16: tensor.Values<ushort>()[i] = NumericCast.ToBFloat16((float)values[i]); break;
                case DType.Int32: tensor.Values<int>()[i] = NumericCast.ToInt32(values[i]); break;
                case DType.Int64: tensor.Values<long>()[i] = NumericCast.ToInt64(values[i]); break;
                case DType.Int8: tensor.Values<sbyte>()[i] = unchecked((sbyte)NumericCast.ToInt32(values[i])); break;
                case DType.UInt8: tensor.Values<byte>()[i] = unchecked((byte)NumericCast.ToInt32(values[i])); break;
                case DType.Int16: tensor.Values<short>()[i] = unchecked((short)NumericCast.ToInt32(values[i])); break;
                case DType.UInt16: tensor.Values<ushort>()[i] = unchecked((ushort)NumericCast.ToInt32(values[i])); break;
                case DType.UInt32: tensor.Values<uint>()[i] = unchecked((uint)NumericCast.ToInt64(values[i])); break;
                case DType.UInt64: tensor.Values<ulong>()[i] = NumericCast.ToUInt64(values[i]); break;
                default: throw KernelContext.Refuse($"numbers of type {tensor.DType.Name()} are not computed here");
            }
        }
    }

    /// <summary>Fills a tensor of complex numbers.</summary>
    public static void Write(HostTensor tensor, ReadOnlySpan<Complex> values)
    {
        if (tensor.DType == DType.Complex128)
        {
            values.CopyTo(tensor.Values<Complex>());
            return;
        }

        Span<(float Real, float Imaginary)> singles = tensor.Values<(float, float)>();
        for (int i = 0; i < values.Length; i++)
        {
            singles[i] = ((float)values[i].Real, (float)values[i].Imaginary);
        }
    }

    private static double RealAt(HostTensor tensor, int index) => tensor.DType switch
    {
        DType.Float32 => tensor.Values<float>()[index],
        DType.Float64 => tensor.Values<double>()[index],
        DType.Float16 => (double)tensor.Values<Half>()[index],
        DType.BFloat16 => NumericCast.FromBFloat16(tensor.Values<ushort>()[index]),
        DType.Bool => tensor.Values<bool>()[index] ? 1 : 0,
        _ => KernelContext.IntegerAt(tensor, index),
    };
}
