using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Cast between numeric types and bool (tensorflow/core/kernels/cast_op.cc).</summary>
internal static class CastKernels
{
    /// <summary>Adds the kernels to the table.</summary>
    public static void AddTo(KernelTable table) =>
        table.Add("Cast", Cast, node => IsNumber(node.Attributes.Type("SrcT")) && IsNumber(node.Attributes.Type("DstT")));

    private static bool IsNumber(DType dtype) => dtype is DType.Bool or DType.Int8 or DType.UInt8 or DType.Int16 or DType.UInt16 or DType.Int32
        or DType.UInt32 or DType.Int64 or DType.UInt64 or DType.Float16 or DType.BFloat16 or DType.Float32 or DType.Float64
        or DType.Complex64 or DType.Complex128;

    private static void Cast(KernelContext context)
    {
        HostTensor input = context.Input(0);
        DType type = context.Attributes.Type("DstT");
        if (input.DType == type)
        {
            context.SetOutput(0, input);
            return;
        }

        HostTensor output = context.Allocate(0, type, input.Shape);
        switch (input.DType)
        {
            case DType.Int8: FromIntegers<sbyte>(input, output); break;
            case DType.UInt8: FromIntegers<byte>(input, output); break;
            case DType.Int16: FromIntegers<short>(input, output); break;
            case DType.UInt16: FromIntegers<ushort>(input, output); break;
            case DType.Int32: FromIntegers<int>(input, output); break;
            case DType.UInt32: FromIntegers<uint>(input, output); break;
            case DType.Int64: FromIntegers<long>(input, output); break;
            case DType.UInt64: FromIntegers<ulong>(input, output); break;
            case DType.Bool: FromIntegers<byte>(input, output); break;
            default: FromFloats(input, output); break;
        }
    }

    private static void FromIntegers<TFrom>(HostTensor input, HostTensor output)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
    {
        Span<TFrom> values = input.Values<TFrom>();
        switch (output.DType)
        {
            case DType.Int32: Convert(values, output.Values<int>()); return;
            case DType.Int64: Convert(values, output.Values<long>()); return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            TFrom value = values[i];
            switch (output.DType)
            {
                case DType.Bool: output.Values<bool>()[i] = value != TFrom.Zero; break;
                case DType.Int8: output.Values<sbyte>()[i] = sbyte.CreateTruncating(value); break;
                case DType.UInt8: output.Values<byte>()[i] = byte.CreateTruncating(value); break;
                case DType.Int16: output.Values<short>()[i] = short.CreateTruncating(value); break;
                case DType.UInt16: output.Values<ushort>()[i] = ushort.CreateTruncating(value); break;
                case DType.UInt32: output.Values<uint>()[i] = uint.CreateTruncating(value); break;
                case DType.UInt64: output.Values<ulong>()[i] = ulong.CreateTruncating(value); break;
                case DType.Float16: output.Values<Half>()[i] = (Half)float.CreateTruncating(value); break;
                case DType.BFloat16: output.Values<ushort>()[i] = NumericCast.ToBFloat16(float.CreateTruncating(value)); break;
                case DType.Float32: output.Values<float>()[i] = float.CreateTruncating(value); break;
                case DType.Float64: output.Values<double>()[i] = double.CreateTruncating(value); break;
                case DType.Complex64: output.Values<(float, float)>()[i] = (float.CreateTruncating(value), 0); break;
                default: output.Values<Complex>()[i] = double.CreateTruncating(value); break;
            }
        }
    }

    /// <summary>To the types of indices, which are the commonest.</summary>
    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> values, Span<TTo> output)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TTo : unmanaged, IBinaryInteger<TTo>
    {
        for (int i = 0; i < values.Length; i++)
        {
            output[i] = TTo.CreateTruncating(values[i]);
        }
    }

    private static void FromFloats(HostTensor input, HostTensor output)
    {
        for (int i = 0; i < input.Count; i++)
        {
            Complex value = input.DType switch
            {
                DType.Float16 => (double)input.Values<Half>()[i],
                DType.BFloat16 => NumericCast.FromBFloat16(input.Values<ushort>()[i]),
                DType.Float32 => input.Values<float>()[i],
                DType.Float64 => input.Values<double>()[i],
                DType.Complex64 => new Complex(input.Values<(float Real, float)>()[i].Real, input.Values<(float, float Imaginary)>()[i].Imaginary),
                _ => input.Values<Complex>()[i],
            };
            double real = value.Real;
            switch (output.DType)
            {
                case DType.Bool: output.Values<bool>()[i] = real != 0 || value.Imaginary != 0; break;
                case DType.Int8: output.Values<sbyte>()[i] = unchecked((sbyte)NumericCast.ToInt32(real)); break;
                case DType.UInt8: output.Values<byte>()[i] = unchecked((byte)NumericCast.ToInt32(real)); break;
                case DType.Int16: output.Values<short>()[i] = unchecked((short)NumericCast.ToInt32(real)); break;
                case DType.UInt16: output.Values<ushort>()[i] = unchecked((ushort)NumericCast.ToInt32(real)); break;
                case DType.Int32: output.Values<int>()[i] = NumericCast.ToInt32(real); break;
                case DType.UInt32: output.Values<uint>()[i] = unchecked((uint)NumericCast.ToInt64(real)); break;
                case DType.Int64: output.Values<long>()[i] = NumericCast.ToInt64(real); break;
                case DType.UInt64: output.Values<ulong>()[i] = NumericCast.ToUInt64(real); break;
                case DType.Float16: output.Values<Half>()[i] = (Half)(float)real; break;
                case DType.BFloat16: output.Values<ushort>()[i] = NumericCast.ToBFloat16((float)real); break;
                case DType.Float32: output.Values<float>()[i] = (float)real; break;
                case DType.Float64: output.Values<double>()[i] = real; break;
                case DType.Complex64: output.Values<(float, float)>()[i] = ((float)real, (float)value.Imaginary); break;
                default: output.Values<Complex>()[i] = value; break;
            }
        }
    }
}
