using System.Runtime.InteropServices;
using KerasCompat.Contracts;
using KerasCompat.SavedModel.Graph;

namespace KerasCompat.Onnx.Emitting;

/// <summary>Makes constants of any element type from plain numbers.</summary>
internal static class Constants
{
    public static ConstantTensor Integers(DType dtype, ReadOnlySpan<long> values, bool scalar = false)
    {
        IReadOnlyList<long> shape = scalar ? [] : [values.Length];
        return FromIntegers(dtype, values, shape);
    }

    public static ConstantTensor FromIntegers(DType dtype, ReadOnlySpan<long> values, IReadOnlyList<long> shape)
    {
        var bytes = new byte[values.Length * dtype.Size()];
        for (int i = 0; i < values.Length; i++)
        {
            WriteInteger(dtype, bytes.AsSpan(i * dtype.Size()), values[i]);
        }

        return new ConstantTensor(dtype, shape, bytes);
    }

    public static ConstantTensor FromFloats(DType dtype, ReadOnlySpan<double> values, IReadOnlyList<long> shape)
    {
        var bytes = new byte[values.Length * dtype.Size()];
        for (int i = 0; i < values.Length; i++)
        {
            WriteFloat(dtype, bytes.AsSpan(i * dtype.Size()), values[i]);
        }

        return new ConstantTensor(dtype, shape, bytes);
    }

    /// <summary>A scalar of any numeric or boolean type.</summary>
    public static ConstantTensor Scalar(DType dtype, double value) => dtype.IsFloat()
        ? FromFloats(dtype, [value], [])
        : FromIntegers(dtype, [value > long.MaxValue ? unchecked((long)(ulong)value) : (long)value], []);

    public static long[] ToIntegers(ConstantTensor tensor) => tensor.DType switch
    {
        DType.Bool or DType.UInt8 => Array.ConvertAll(tensor.AsSpan<byte>().ToArray(), v => (long)v),
        DType.Int8 => Array.ConvertAll(tensor.AsSpan<sbyte>().ToArray(), v => (long)v),
        DType.Int16 => Array.ConvertAll(tensor.AsSpan<short>().ToArray(), v => (long)v),
        DType.UInt16 => Array.ConvertAll(tensor.AsSpan<ushort>().ToArray(), v => (long)v),
        DType.Int32 => Array.ConvertAll(tensor.AsSpan<int>().ToArray(), v => (long)v),
        DType.UInt32 => Array.ConvertAll(tensor.AsSpan<uint>().ToArray(), v => (long)v),
        DType.Int64 => tensor.AsSpan<long>().ToArray(),
        DType.UInt64 => Array.ConvertAll(tensor.AsSpan<ulong>().ToArray(), v => (long)v),
        _ => throw new InvalidOperationException($"A tensor of {tensor.DType.Name()} holds no integers."),
    };

    public static double[] ToFloats(ConstantTensor tensor) => tensor.DType switch
    {
        DType.Float32 => Array.ConvertAll(tensor.AsSpan<float>().ToArray(), v => (double)v),
        DType.Float64 => tensor.AsSpan<double>().ToArray(),
        DType.Float16 => Array.ConvertAll(tensor.AsSpan<Half>().ToArray(), v => (double)v),
        DType.BFloat16 => Array.ConvertAll(tensor.AsSpan<ushort>().ToArray(), v => (double)BitConverter.Int32BitsToSingle(v << 16)),
        _ => Array.ConvertAll(ToIntegers(tensor), v => (double)v),
    };

    private static void WriteInteger(DType dtype, Span<byte> target, long value)
    {
        switch (dtype.Size())
        {
            case 1:
                target[0] = dtype == DType.Bool ? (byte)(value != 0 ? 1 : 0) : unchecked((byte)value);
                break;
            case 2:
                MemoryMarshal.Write(target, unchecked((short)value));
                break;
            case 4:
                MemoryMarshal.Write(target, unchecked((int)value));
                break;
            default:
                MemoryMarshal.Write(target, value);
                break;
        }
    }

    private static void WriteFloat(DType dtype, Span<byte> target, double value)
    {
        switch (dtype)
        {
            case DType.Float32:
                MemoryMarshal.Write(target, (float)value);
                break;
            case DType.Float64:
                MemoryMarshal.Write(target, value);
                break;
            case DType.Float16:
                MemoryMarshal.Write(target, (Half)value);
                break;
            case DType.BFloat16:
                MemoryMarshal.Write(target, ToBFloat16((float)value));
                break;
            default:
                throw new InvalidOperationException($"{dtype.Name()} is no floating-point type.");
        }
    }

    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return (ushort)((bits >> 16) | 0x40);
        }

        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
