using System.Globalization;
using System.Numerics;
using KerasCompat.Contracts;
using KerasCompat.OnnxRuntime.Programs;

namespace KerasCompat.OnnxRuntime.Loading;

/// <summary>Turns the default of an input, as the contract writes it, into a tensor.</summary>
internal static class DefaultValue
{
    /// <summary>The tensor of an input's default.</summary>
    /// <param name="dtype">The element type of the input.</param>
    /// <param name="literal">The default.</param>
    /// <exception cref="KerasCompatException">Defaults of that element type have no text form.</exception>
    public static HostTensor ToTensor(DType dtype, TensorLiteral literal)
    {
        HostTensor tensor = HostTensor.Allocate(dtype, [.. literal.Shape.Dimensions.Select(dimension => (nint)dimension)]);
        switch (dtype)
        {
            case DType.String:
                for (int i = 0; i < tensor.Count; i++)
                {
                    tensor.Strings[i] = Convert.FromBase64String(literal.Values[i]);
                }

                break;
            case DType.Bool:
                for (int i = 0; i < tensor.Count; i++)
                {
                    tensor.Values<bool>()[i] = literal.Values[i] == "true";
                }

                break;
            case DType.BFloat16:
                for (int i = 0; i < tensor.Count; i++)
                {
                    // A bfloat16 is the upper half of the float that has its value exactly.
                    tensor.Values<ushort>()[i] = (ushort)(BitConverter.SingleToUInt32Bits(Parse<float>(literal.Values[i])) >> 16);
                }

                break;
            case DType.Float32: Fill<float>(tensor, literal); break;
            case DType.Float64: Fill<double>(tensor, literal); break;
            case DType.Float16: Fill<Half>(tensor, literal); break;
            case DType.Int8 or DType.QInt8: Fill<sbyte>(tensor, literal); break;
            case DType.Int16 or DType.QInt16: Fill<short>(tensor, literal); break;
            case DType.Int32 or DType.QInt32: Fill<int>(tensor, literal); break;
            case DType.Int64: Fill<long>(tensor, literal); break;
            case DType.UInt8 or DType.QUInt8: Fill<byte>(tensor, literal); break;
            case DType.UInt16 or DType.QUInt16: Fill<ushort>(tensor, literal); break;
            case DType.UInt32: Fill<uint>(tensor, literal); break;
            case DType.UInt64: Fill<ulong>(tensor, literal); break;
            default: throw new KerasCompatException($"The default of a {dtype.Name()} input cannot be used; give the input a value.");
        }

        return tensor;
    }

    private static void Fill<T>(HostTensor tensor, TensorLiteral literal)
        where T : unmanaged, INumber<T>
    {
        Span<T> values = tensor.Values<T>();
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Parse<T>(literal.Values[i]);
        }
    }

    private static T Parse<T>(string text)
        where T : INumber<T> => T.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
