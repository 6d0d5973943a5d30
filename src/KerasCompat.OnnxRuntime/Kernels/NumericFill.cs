using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Kernels;

/// <summary>Fills a numeric tensor with a small integer.</summary>
internal static class NumericFill
{
    // The bits of 1 in bfloat16: those of the float 1, upper half.
    private const ushort BFloat16One = 0x3F80;

    /// <summary>Writes 0 or 1 to every element.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="value">0 or 1.</param>
    public static void Write(HostTensor tensor, int value)
    {
        if (value == 0)
        {
            tensor.Bytes.Clear();
            return;
        }

        switch (tensor.DType)
        {
            case DType.Float32: tensor.Values<float>().Fill(1); break;
            case DType.Float64: tensor.Values<double>().Fill(1); break;
            case DType.Float16: tensor.Values<Half>().Fill(Half.One); break;
            case DType.BFloat16: tensor.Values<ushort>().Fill(BFloat16One); break;
            case DType.Complex64: tensor.Values<(float, float)>().Fill((1, 0)); break;
            case DType.Complex128: tensor.Values<Complex>().Fill(Complex.One); break;
            case DType.Bool or DType.Int8 or DType.UInt8 or DType.QInt8 or DType.QUInt8: tensor.Values<byte>().Fill(1); break;
            case DType.Int16 or DType.UInt16 or DType.QInt16 or DType.QUInt16: tensor.Values<short>().Fill(1); break;
            case DType.Int32 or DType.UInt32 or DType.QInt32: tensor.Values<int>().Fill(1); break;
            case DType.Int64 or DType.UInt64: tensor.Values<long>().Fill(1); break;
            default: throw KernelContext.Refuse($"{tensor.DType.Name()} has no one");
        }
    }
}
